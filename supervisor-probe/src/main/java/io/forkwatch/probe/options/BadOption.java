package io.forkwatch.probe.options;

import io.forkwatch.probe.options.OptionSources.Place;
import io.forkwatch.probe.options.OptionSources.Setting;
import java.util.Locale;
import java.util.Optional;

/** An option that cannot be used. Its line tells the user which, where it is, and what would be right. */
public final class BadOption extends Exception {
    private static final long serialVersionUID = 1;

    private static final int MAX_LINE_CHARS = 600;
    private static final int MAX_VALUE_CHARS = 200;
    private static final int MAX_FILE_CHARS = 120;
    private static final int MAX_SHORT_CHARS = 80;

    private final String line;

    private BadOption(String what) {
        super(what, null, false, false);
        line = cut("is off: " + what, MAX_LINE_CHARS);
    }

    /** One line for stderr, to be put behind our prefix; without control characters, at most 600 characters. */
    String line() {
        return line;
    }

    static BadOption unknown(Setting setting) {
        StringBuilder text = new StringBuilder("unknown option ")
                .append(quoted(setting.spelling(), MAX_SHORT_CHARS))
                .append(" (")
                .append(collection(setting));
        // A variable that is not ours may hold somebody's secret.
        if (setting.value().isPresent() && setting.place() != Place.ENVIRONMENT) {
            text.append(", value ").append(quoted(setting.value().get(), MAX_SHORT_CHARS));
        }
        text.append(')');
        Optional<Option> nearest = nearest(setting.key());
        if (nearest.isPresent()) {
            String spelling = OptionSources.spelling(nearest.get(), setting.place());
            text.append("; did you mean \"").append(spelling).append("\"?");
        } else {
            text.append(';');
        }
        text.append(" known: ").append(known());
        return new BadOption(
                text.append(setting.value().isEmpty() ? commaHint(setting) : "").toString());
    }

    static BadOption notAllowed(Option option, Setting setting) {
        return new BadOption(assignment(setting) + " is not allowed: " + allowed(option));
    }

    static BadOption noValue(Option option, Setting setting) {
        return new BadOption(
                escaped(setting.key(), MAX_SHORT_CHARS) + origin(setting) + " needs a value: " + allowed(option));
    }

    static BadOption notRegex(Setting setting, String description, int index) {
        String why = escaped(description, MAX_SHORT_CHARS);
        String where = index < 0 ? "" : ", at position " + index;
        return new BadOption(assignment(setting) + " is not a regular expression: " + why + where + commaHint(setting));
    }

    /** A value cut in two at its comma gives half a regex and a stray item. */
    private static String commaHint(Setting setting) {
        return setting.place() == Place.ARGUMENT ? " (write \\, for a comma inside a value)" : "";
    }

    static BadOption unreadable(String file, String why) {
        return new BadOption("cannot read options from @" + escaped(file, MAX_VALUE_CHARS)
                + " (in the agent argument): " + escaped(why, MAX_VALUE_CHARS));
    }

    private static String assignment(Setting setting) {
        return escaped(setting.key(), MAX_SHORT_CHARS)
                + '='
                + quoted(setting.value().orElse(""), MAX_VALUE_CHARS)
                + origin(setting);
    }

    private static String origin(Setting setting) {
        return switch (setting.place()) {
            case ARGUMENT, FILE -> " (" + collection(setting) + ')';
            case PROPERTY -> " (from the system property " + escaped(setting.spelling(), MAX_SHORT_CHARS) + ')';
            case ENVIRONMENT -> " (from " + escaped(setting.spelling(), MAX_SHORT_CHARS) + ')';
        };
    }

    private static String collection(Setting setting) {
        return switch (setting.place()) {
            case ARGUMENT -> "in the agent argument";
            case FILE -> "in " + escaped(setting.file(), MAX_FILE_CHARS);
            case PROPERTY -> "in the system properties";
            case ENVIRONMENT -> "in the environment";
        };
    }

    /** With the default as an example, where the text does not show one already. */
    private static String allowed(Option option) {
        boolean shown = option.allowed().contains(option.defaultText());
        return shown ? option.allowed() : option.allowed() + ", for example " + option.defaultText();
    }

    private static String known() {
        StringBuilder keys = new StringBuilder();
        for (Option option : Option.ALL) {
            if (!option.isHidden()) {
                keys.append(keys.length() == 0 ? "" : ", ").append(option.key());
            }
        }
        return keys.toString();
    }

    /** The visible option spelled most like a key; empty if more than a third of it is different. */
    private static Optional<Option> nearest(String key) {
        String lower = cut(key.toLowerCase(Locale.ROOT), MAX_SHORT_CHARS);
        Optional<Option> nearest = Optional.empty();
        int fewest = Integer.MAX_VALUE;
        for (Option option : Option.ALL) {
            int edits = option == Option.KIND ? editsToKind(lower) : edits(lower, option.key());
            int mostEdits = Math.max(2, option.key().length() / 3);
            if (!option.isHidden() && edits <= mostEdits && edits < fewest) {
                fewest = edits;
                nearest = Optional.of(option);
            }
        }
        return nearest;
    }

    /** Only what is before the first dot: the NAME is the user's. */
    private static int editsToKind(String key) {
        int dot = key.indexOf('.');
        return edits(dot < 0 ? key : key.substring(0, dot), "kind");
    }

    /** Levenshtein distance: insertions, deletions and replacements of one character. */
    static int edits(String from, String to) {
        int[] above = new int[to.length() + 1];
        for (int column = 0; column < above.length; column++) {
            above[column] = column;
        }
        for (int row = 1; row <= from.length(); row++) {
            int[] current = new int[above.length];
            current[0] = row;
            for (int column = 1; column < above.length; column++) {
                int replaced = above[column - 1] + (from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1);
                current[column] = Math.min(replaced, Math.min(above[column], current[column - 1]) + 1);
            }
            above = current;
        }
        return above[to.length()];
    }

    private static String quoted(String text, int maxChars) {
        return '"' + escaped(text, maxChars) + '"';
    }

    /** What does not print, or prints as something else, as {@code \}{@code uXXXX}; cut to a length after that. */
    public static String escaped(String text, int maxChars) {
        StringBuilder escaped = new StringBuilder();
        for (int at = 0; at < text.length() && escaped.length() <= maxChars; at++) {
            char c = text.charAt(at);
            if (Character.isHighSurrogate(c)
                    && at + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(at + 1))) {
                escaped.append(c).append(text.charAt(++at));
            } else {
                appendEscaped(c, escaped);
            }
        }
        return cut(escaped.toString(), maxChars);
    }

    private static void appendEscaped(char c, StringBuilder to) {
        switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> to.append(c == '\n' ? "\\n" : c == '\t' ? "\\t" : unicode(c));
            default -> to.append(c);
        }
    }

    private static String unicode(char c) {
        return "\\u" + Integer.toHexString(0x10000 | c).substring(1);
    }

    private static String cut(String text, int maxChars) {
        if (text.length() <= maxChars) {
            return text;
        }
        int end = maxChars - 3;
        // Half of a pair would print as a question mark.
        end -= Character.isHighSurrogate(text.charAt(end - 1)) ? 1 : 0;
        return text.substring(0, end) + "...";
    }
}
