package io.forkwatch.probe.process.redact;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which names announce a secret: {@code password}, {@code api-key}, {@code dbToken}, ... in any notation. */
final class SecretNames {
    /** Names are read from their end, so a longer one loses nothing that matters. */
    private static final int LONGEST = 128;

    /** Parts of a word: the default patterns of JEP 536 (JFR redaction), and the words of other languages. */
    private static final List<String> ANYWHERE = List.of(
            "password",
            "passwd",
            "passphrase",
            "passcode",
            "passwrd",
            "credential",
            "clientsecret",
            "privatekey",
            "apikey",
            "accesskey",
            "secretkey",
            "jwt",
            "passwort",
            "kennwort",
            "motdepasse",
            "contrasena",
            "wachtwoord",
            "losenord",
            "salasana",
            "haslo",
            "heslo",
            "jelszo",
            "lozinka",
            "adgangskode",
            "kodeord",
            "passord",
            "parola",
            "senha",
            "пароль",
            "секрет",
            "токен",
            "密码",
            "密碼",
            "パスワード",
            "비밀번호",
            "סיסמה",
            "รหัสผ่าน");

    private static final List<String> AS_ENDING = List.of(
            "secret",
            "secrets",
            "token",
            "tokens",
            "pwd",
            "authkey",
            "sharedkey",
            "masterkey",
            "licensekey",
            "signature");
    private static final Set<String> WORDS = Set.of(
            "authorization",
            "creds",
            "pswd",
            "psw",
            "mdp",
            "clave",
            "sifre",
            "geheimnis",
            "sessionid",
            "jsessionid",
            "phpsessid",
            "sessid",
            "pwd",
            "secret",
            "webhooksecret",
            "requirepass",
            "masterauth");
    private static final Set<String> LAST_ONLY =
            Set.of("auth", "oauth", "bearer", "cookie", "cookies", "cred", "pw", "pin", "otp", "totp", "psk", "passe");
    /** Of a name and an equals sign only: as options they often mean something else. */
    private static final Set<String> ASSIGNED_ONLY = Set.of("sig", "pat", "dsn", "hmac", "sid");
    /** Of an address, behind {@code ?} and {@code &}. */
    private static final Set<String> QUERY_ONLY = Set.of("key", "code", "sig", "sign", "hash", "ticket", "assertion");

    private static final Set<String> BEFORE_KEY = Set.of(
            "api",
            "sse",
            "c",
            "access",
            "private",
            "signing",
            "encryption",
            "account",
            "secret",
            "shared",
            "master",
            "license",
            "subscription",
            "functions",
            "storage",
            "session",
            "deploy",
            "app",
            "application",
            "consumer",
            "auth",
            "admin",
            "service",
            "cipher",
            "crypto",
            "hmac",
            "jwt",
            "function",
            "write",
            "ingest",
            "integration");
    /** {@code SSH_PUBLIC_KEY} is none; other variables that end in {@code _KEY} hold one. */
    private static final Set<String> OPEN_KEYS =
            Set.of("public", "primary", "foreign", "partition", "sort", "cache", "row", "index", "registry", "map");
    /** Names that are as often a switch as an option with a value. */
    private static final Set<String> SWITCHES = Set.of("auth", "oauth", "bearer", "pin", "otp", "cookie", "cookies");
    /** {@code -Dauth.port=1} is harmless, {@code -Dauth.basic=x} is not. */
    private static final Set<String> ABOUT_AUTH = Set.of(
            "config",
            "conf",
            "host",
            "port",
            "server",
            "mode",
            "method",
            "realm",
            "scheme",
            "user",
            "username",
            "name",
            "id",
            "domain",
            "login",
            "module",
            "service",
            "required",
            "context",
            "protocol",
            "version",
            "endpoint");

    private static final Set<String> HEADERS =
            Set.of("cookie", "set-cookie", "authorization", "proxy-authorization", "cookie2");
    private static final Set<String> SAID = Set.of("password", "passwd", "passphrase");
    /** {@code --secret-string x}. */
    private static final Set<String> THE_SECRET_ITSELF = Set.of("string", "value", "text", "data", "content");

    private static final Set<String> NOT_A_PASS = Set.of("bypass", "compass", "trespass", "overpass", "underpass");

    /** Letters with marks, and what they are without. */
    private static final String MARKED = "àáâãäåçèéêëìíîïñòóôõöøùúûüýÿšžčćłęąśżźńőűğşıřěůțșđ";

    private static final String PLAIN = "aaaaaaceeeeiiiinoooooouuuuyyszccleaszznougsireutsd";

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
            "show", "max", "min", "num", "load", "save", "keep");

    private static final Set<String> SCHEMES =
            Set.of("bearer", "basic", "digest", "negotiate", "ntlm", "token", "apikey");

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
        return isSecretLast(last(words)) || (words.size() > 1 && words.contains("auth") && isAuthProperty(words));
    }

    /** True if {@code name=value} hides its value: of variables and properties more is known than of options. */
    static boolean isAssigned(String name) {
        List<String> words = words(name);
        return isSecret(name)
                || (!words.isEmpty() && (ASSIGNED_ONLY.contains(last(words)) || isVariableKey(name, words)))
                || (words.contains("jaas") && words.contains("config"))
                || (words.size() > 1 && words.contains("sonar") && last(words).equals("login"));
    }

    /** True if {@code ?name=value} hides its value in an address. */
    static boolean isQuery(String name) {
        return QUERY_ONLY.contains(name.toLowerCase(Locale.ROOT));
    }

    /** True for a header whose whole line is a secret, whatever is in it. */
    static boolean isHeader(String name) {
        return HEADERS.contains(name.toLowerCase(Locale.ROOT));
    }

    /** True for a word that tells of a quoted secret behind it, without a dash or a sign between: {@code PASSWORD 'x'}. */
    static boolean isSaid(String name) {
        return SAID.contains(name.toLowerCase(Locale.ROOT));
    }

    /**
     * True if a word behind the name of a secret is an option and no value: {@code --verbose}, but not {@code --hunter2}.
     *
     * @param name that of the secret, as given
     */
    static boolean isOptionAfter(String name, String word) {
        if (word.length() < 2 || word.charAt(0) != '-') {
            return false;
        }
        List<String> words = words(name);
        if (!words.isEmpty() && SWITCHES.contains(last(words))) {
            return true;
        }
        int i = 2;
        while (i < word.length() && (isLower(word.charAt(i)) || word.charAt(i) == '-')) {
            i++;
        }
        return word.charAt(1) == '-' && i > 2 && (i == word.length() || word.charAt(i) == '=');
    }

    private static boolean isAuthProperty(List<String> words) {
        return !ABOUT_AUTH.contains(last(words));
    }

    /** {@code SIGNING_KEY}: in capitals. */
    private static boolean isVariableKey(String name, List<String> words) {
        boolean key = last(words).equals("key") || last(words).equals("keys");
        return key && words.size() > 1 && name.indexOf("_KEY") > 0 && !OPEN_KEYS.contains(words.get(words.size() - 2));
    }

    /** True if the secret is what the name is about: its last word. Looser notations ask for this. */
    static boolean endsSecret(String name) {
        List<String> words = words(name);
        if (words.size() > 1 && THE_SECRET_ITSELF.contains(last(words))) {
            words.remove(words.size() - 1);
        }
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
        boolean registry = argument.startsWith("//") && argument.lastIndexOf(':') > 0;
        String name = header ? argument.substring(0, length - 1) : argument;
        if (registry && !header) {
            // npm config set //registry/:_authToken x
            return endsSecret(argument.substring(argument.lastIndexOf(':') + 1));
        }
        return argument.equalsIgnoreCase("bearer")
                || ((header || argument.charAt(0) == '-') && isName(name) && endsSecret(name));
    }

    /** True for the word before the secret in an Authorization header. */
    static boolean isScheme(String word) {
        return word.length() < 10 && SCHEMES.contains(word.toLowerCase(Locale.ROOT));
    }

    static boolean isNameChar(char c) {
        return isLower(c)
                || isUpper(c)
                || (c >= '0' && c <= '9')
                || c == '_'
                || c == '-'
                || c == '.'
                || (c > 127 && (Character.isLetter(c) || isMark(c)));
    }

    private static boolean isName(String text) {
        return text.chars().allMatch(c -> isNameChar((char) c));
    }

    private static boolean isSecretWord(String word) {
        return WORDS.contains(word)
                || (word.startsWith("secret") && !word.startsWith("secretar"))
                || (word.startsWith("token") && !word.startsWith("tokeni"))
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
        if (name.startsWith("-D") || (name.startsWith("-P") && !isPowerShell(name))) {
            start = Math.max(start, 2);
        }
        List<String> words = new ArrayList<>();
        int from = start;
        for (int i = start; i <= name.length(); i++) {
            if (i == name.length() || !isAlphanumeric(name.charAt(i)) || isHump(name, i, from)) {
                if (i > from) {
                    words.add(plain(name.substring(from, i).toLowerCase(Locale.ROOT)));
                }
                from = i < name.length() && isAlphanumeric(name.charAt(i)) ? i : i + 1;
            }
        }
        return words;
    }

    /** {@code -Password x}: no property of Gradle that is called assword. */
    private static boolean isPowerShell(String name) {
        return name.startsWith("-Pass") || name.startsWith("-Pw") || name.startsWith("-Priv");
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

    private static boolean isMark(char c) {
        return c >= '\u0300' && c <= '\u036f';
    }

    /** {@code passwörd} is password, however it is written. */
    private static String plain(String word) {
        if (isAscii(word)) {
            return word;
        }
        StringBuilder plain = new StringBuilder(word.length());
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            int known = MARKED.indexOf(c);
            if (!isMark(c)) {
                plain.append(known < 0 ? c : PLAIN.charAt(known));
            }
        }
        return plain.toString();
    }

    private static boolean isAscii(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) > 127) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLower(char c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }
}
