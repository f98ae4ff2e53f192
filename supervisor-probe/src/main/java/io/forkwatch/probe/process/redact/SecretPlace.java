package io.forkwatch.probe.process.redact;

import io.forkwatch.probe.process.table.TextTable;
import java.util.List;

/**
 * Where on a program's command line a secret stands, in the notation that {@code secret-arguments.txt} explains.
 *
 * @param how in what word
 * @param lead the option, or what the word begins with; empty for {@link How#OPERAND} and {@link How#ANY}
 * @param operand which word that is no option, 1 and up; 0 where that does not matter
 * @param literal what must stand before the secret, behind the lead; may be empty
 * @param separator what ends the part before the secret, as the colon in {@code me:secret}; 0 if there is no such part
 * @param toHost true if the secret ends at the last {@code @}
 */
record SecretPlace(How how, String lead, int operand, String literal, char separator, boolean toHost) {
    private static final String SECRET = "SECRET";
    /** {@code \\\\server\\share}. */
    private static final String SHARE = "\\\\";

    private static final char NONE = 0;
    private static final int PART = 4;
    /** Letters of curl that take no value. */
    private static final String SWITCHES = "sSfkLiIvgjnNORq0123456";

    /** In what word. */
    enum How {
        /** {@code -p SECRET}. */
        NEXT,
        /** {@code -pSECRET}. */
        GLUED,
        /** {@code FILE NAME SECRET}. */
        OPERAND,
        /** {@code NAME/SECRET@}. */
        ANY
    }

    /**
     * Reads one notation.
     *
     * @throws IllegalArgumentException if it is none
     */
    static SecretPlace parse(String notation) {
        List<String> words = TextTable.words(notation);
        String last = words.isEmpty() ? "" : words.get(words.size() - 1);
        boolean toHost = last.endsWith("@");
        String before = toHost ? last.substring(0, last.length() - 1) : last;
        if (!before.endsWith(SECRET)) {
            throw new IllegalArgumentException("no " + SECRET + " at the end of " + notation);
        }
        before = before.substring(0, before.length() - SECRET.length());
        if (words.size() == 1) {
            return ofWord(before, toHost);
        }
        if (isCapitals(words.get(0))) {
            return with(How.OPERAND, "", words.size(), before, toHost);
        }
        if (words.size() > 2) {
            throw new IllegalArgumentException("more than one word behind the option of " + notation);
        }
        String lead = words.get(0).startsWith(SHARE) ? SHARE : words.get(0);
        return with(How.NEXT, lead, 0, before, toHost);
    }

    private static SecretPlace ofWord(String before, boolean toHost) {
        if (before.isEmpty()) {
            return with(How.OPERAND, "", 1, "", toHost);
        }
        // -UUSER: is the option -U; so what stands for such a part has four letters, USER, NAME or FILE.
        int name = Math.max(0, before.length() - PART - 1);
        boolean part = before.length() > PART
                && isCapitals(before.substring(name, before.length() - 1))
                && !Character.isLetterOrDigit(before.charAt(before.length() - 1));
        String lead = part ? before.substring(0, name) : before;
        String rest = part ? before.substring(name) : "";
        return with(lead.isEmpty() ? How.ANY : How.GLUED, lead, 0, rest, toHost);
    }

    private static SecretPlace with(How how, String lead, int operand, String before, boolean toHost) {
        int end = before.length() - 1;
        boolean part = end > 0 && isCapitals(before.substring(0, end));
        return new SecretPlace(how, lead, operand, part ? "" : before, part ? before.charAt(end) : NONE, toHost);
    }

    /** True if the secret is in the word behind this one. */
    boolean announcedBy(String word, boolean clusters) {
        if (how != How.NEXT) {
            return false;
        }
        boolean share = lead.equals(SHARE) && word.startsWith(SHARE);
        return share || isLead(word) || (clusters && lead.length() == 2 && isCluster(word, lead.charAt(1)));
    }

    /**
     * Where the secret begins in a word.
     *
     * @param operands how many words that are no options there were, this one included; 0 if it is an option
     * @return the place of its first character, or -1 if there is none
     */
    int in(String word, int operands) {
        return switch (how) {
            case NEXT -> {
                boolean equals = lead.length() > 2 && word.startsWith(lead) && word.startsWith("=", lead.length());
                yield equals ? after(word, lead.length() + 1) : -1;
            }
            case GLUED ->
                word.regionMatches(isSlash(), 0, lead, 0, lead.length()) ? after(word, lead.length()) : clustered(word);
            case OPERAND -> operands >= operand ? after(word, 0) : -1;
            case ANY -> operands > 0 && !isPath(word) && word.indexOf(' ') < 0 ? after(word, 0) : -1;
        };
    }

    /** {@code -suuser:secret}: behind a few other letters. */
    private int clustered(String word) {
        int letter = lead.length() == 2 && separator == ':' ? word.indexOf(lead.charAt(1), 2) : -1;
        boolean few = letter > 0 && areSwitches(word, letter);
        return few ? after(word, letter + 1) : -1;
    }

    /** Where the secret begins behind the start of a value, or -1. */
    int after(String word, int start) {
        int from = start + literal.length();
        if (separator != NONE) {
            int end = word.indexOf(separator, start);
            from = end < 0 ? word.length() : end + 1;
        }
        return from < word.length() && word.startsWith(literal, start) ? from : -1;
    }

    /** True for {@code -nbB} and {@code b}: letters behind one dash, this one among them. */
    static boolean hasLetter(String word, char letter) {
        return isShort(word) && word.indexOf(letter) > 0;
    }

    private static boolean areSwitches(String word, int end) {
        for (int i = 1; i < end; i++) {
            if (SWITCHES.indexOf(word.charAt(i)) < 0) {
                return false;
            }
        }
        return word.charAt(0) == '-';
    }

    private static boolean isCluster(String word, char letter) {
        return isShort(word) && word.charAt(word.length() - 1) == letter;
    }

    private static boolean isShort(String word) {
        if (word.length() < 2 || word.length() > 12 || word.charAt(0) != '-') {
            return false;
        }
        for (int i = 1; i < word.length(); i++) {
            if (!Character.isLetterOrDigit(word.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean isLead(String word) {
        return isSlash() ? word.equalsIgnoreCase(lead) : word.equals(lead);
    }

    private boolean isSlash() {
        return lead.startsWith("/");
    }

    private static boolean isPath(String word) {
        char first = word.charAt(0);
        return first == '/' || first == '.' || first == '@' || first == '~' || word.contains("://");
    }

    private static boolean isCapitals(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (!isCapital(word.charAt(i))) {
                return false;
            }
        }
        return !word.isEmpty();
    }

    private static boolean isCapital(char c) {
        return c >= 'A' && c <= 'Z';
    }
}
