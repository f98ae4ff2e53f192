package io.forkwatch.probe.process.redact;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which names announce a secret: {@code password}, {@code api-key}, {@code dbToken}, ... in any notation. */
final class SecretNames {
    /** Names are read from their end, so a longer one loses nothing that matters. */
    private static final int LONGEST = 128;

    private static final List<String> ANYWHERE = List.of("password", "passwd", "passphrase", "credential");
    private static final List<String> AS_ENDING =
            List.of("secret", "secrets", "token", "tokens", "pwd", "apikey", "accesskey", "privatekey", "secretkey");
    private static final Set<String> LAST_ONLY = Set.of("auth", "oauth", "jwt", "bearer");
    private static final Set<String> BEFORE_KEY =
            Set.of("api", "access", "private", "signing", "encryption", "account");
    private static final Set<String> NOT_A_PASS = Set.of("bypass", "compass", "trespass", "overpass", "underpass");

    /** {@code password.file=...} says where a secret is, not what it is. */
    private static final Set<String> ABOUT_A_SECRET = Set.of(
            "file",
            "path",
            "dir",
            "directory",
            "url",
            "uri",
            "type",
            "length",
            "size",
            "count",
            "enabled",
            "provider",
            "class",
            "policy",
            "timeout",
            "algorithm",
            "jar",
            "stdin");
    /** {@code --no-auth} and {@code --max-tokens} carry none. */
    private static final Set<String> HARMLESS_START = Set.of(
            "no", "disable", "enable", "skip", "without", "with", "use", "has", "require", "allow", "ask", "prompt",
            "show", "max", "min", "num");

    private static final Set<String> SCHEMES = Set.of("bearer", "basic", "digest", "negotiate");

    private SecretNames() {}

    /** True if {@code name=value} hides its value; leading dashes, {@code -D} and {@code -P} do not count. */
    static boolean isSecret(String name) {
        List<String> words = words(name);
        if (words.isEmpty() || ABOUT_A_SECRET.contains(last(words)) || HARMLESS_START.contains(words.get(0))) {
            return false;
        }
        for (int i = 0; i < words.size(); i++) {
            if (isSecretWord(words.get(i)) || isKeyPair(words, i)) {
                return true;
            }
        }
        return isSecretLast(last(words));
    }

    /** True if the secret is what the name is about: its last word. Looser notations ask for this. */
    static boolean endsSecret(String name) {
        List<String> words = words(name);
        return isSecret(name)
                && (isSecretWord(last(words)) || isSecretLast(last(words)) || isKeyPair(words, words.size() - 2));
    }

    /** True for an argument whose value is the next argument: {@code --password}, {@code Authorization:}. */
    static boolean announcesSecret(String argument) {
        int length = argument.length();
        if (length < 2) {
            return false;
        }
        boolean header = argument.charAt(length - 1) == ':';
        String name = header ? argument.substring(0, length - 1) : argument;
        return argument.equalsIgnoreCase("bearer")
                || ((header || argument.charAt(0) == '-') && isName(name) && endsSecret(name));
    }

    /** True for the word before the secret in an Authorization header. */
    static boolean isScheme(String word) {
        return word.length() < 10 && SCHEMES.contains(word.toLowerCase(Locale.ROOT));
    }

    static boolean isNameChar(char c) {
        return isLower(c) || isUpper(c) || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
    }

    private static boolean isName(String text) {
        return text.chars().allMatch(c -> isNameChar((char) c));
    }

    private static boolean isSecretWord(String word) {
        return word.equals("authorization")
                || ANYWHERE.stream().anyMatch(word::contains)
                || AS_ENDING.stream().anyMatch(word::endsWith);
    }

    private static boolean isSecretLast(String word) {
        return LAST_ONLY.contains(word) || (word.endsWith("pass") && !NOT_A_PASS.contains(word));
    }

    private static boolean isKeyPair(List<String> words, int first) {
        return first >= 0
                && first + 1 < words.size()
                && BEFORE_KEY.contains(words.get(first))
                && (words.get(first + 1).equals("key") || words.get(first + 1).equals("keys"));
    }

    private static String last(List<String> words) {
        return words.get(words.size() - 1);
    }

    /** {@code -Dspring.dbPassword} gives spring, db, password. */
    private static List<String> words(String name) {
        int start = Math.max(0, name.length() - LONGEST);
        if (name.startsWith("-D") || name.startsWith("-P")) {
            start = Math.max(start, 2);
        }
        List<String> words = new ArrayList<>();
        int from = start;
        for (int i = start; i <= name.length(); i++) {
            if (i == name.length() || !isAlphanumeric(name.charAt(i)) || isHump(name, i, from)) {
                if (i > from) {
                    words.add(name.substring(from, i).toLowerCase(Locale.ROOT));
                }
                from = i < name.length() && isAlphanumeric(name.charAt(i)) ? i : i + 1;
            }
        }
        return words;
    }

    private static boolean isHump(String name, int i, int from) {
        if (i == from || !isUpper(name.charAt(i))) {
            return false;
        }
        boolean endsCapitals = i + 1 < name.length() && isLower(name.charAt(i + 1));
        return !isUpper(name.charAt(i - 1)) || endsCapitals;
    }

    private static boolean isAlphanumeric(char c) {
        return isNameChar(c) && c != '_' && c != '-' && c != '.';
    }

    private static boolean isLower(char c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }
}
