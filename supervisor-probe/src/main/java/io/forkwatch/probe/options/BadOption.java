package io.forkwatch.probe.options;

import io.forkwatch.probe.options.Setting.Place;
import java.util.Optional;

/** An option that cannot be used. Its line tells the user which, where it is, and what would be right. */
public final class BadOption extends Exception {
    private static final long serialVersionUID = 1;

    private static final int MAX_LINE_CHARS = 600;
    private static final int MAX_VALUE_CHARS = 200;
    private static final int MAX_FILE_CHARS = 120;
    private static final int MAX_SHORT_CHARS = 80;

    private final String line;
    private final String what;

    private BadOption(String what) {
        super(what, null, false, false);
        this.what = EscapedText.cut(what, MAX_LINE_CHARS);
        line = EscapedText.cut("is off: " + what, MAX_LINE_CHARS);
    }

    /** The same without the beginning which says that Forkwatch is off. */
    public String what() {
        return what;
    }

    /** One line for stderr, to be put behind our prefix; without control characters, at most 600 characters. */
    public String line() {
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
        Optional<Option<?>> nearest = NearestKey.of(setting.key());
        if (nearest.isPresent()) {
            String spelling = setting.spellingOf(nearest.get());
            text.append("; did you mean \"").append(spelling).append("\"?");
        } else {
            text.append(';');
        }
        text.append(" known: ").append(known());
        return new BadOption(
                text.append(setting.value().isEmpty() ? commaHint(setting) : "").toString());
    }

    static BadOption notAllowed(Option<?> option, Setting setting) {
        return new BadOption(assignment(setting) + " is not allowed: " + allowed(option));
    }

    static BadOption noValue(Option<?> option, Setting setting) {
        return new BadOption(EscapedText.of(setting.key(), MAX_SHORT_CHARS) + origin(setting) + " needs a value: "
                + allowed(option));
    }

    static BadOption notRegex(Setting setting, String description, int index) {
        String why = EscapedText.of(description, MAX_SHORT_CHARS);
        String where = index < 0 ? "" : ", at position " + index;
        return new BadOption(assignment(setting) + " is not a regular expression: " + why + where + commaHint(setting));
    }

    /** A value cut in two at its comma gives half a regex and a stray item. */
    private static String commaHint(Setting setting) {
        return setting.place() == Place.ARGUMENT ? " (write \\, for a comma inside a value)" : "";
    }

    static BadOption unreadable(String file, String why) {
        return new BadOption("cannot read options from @" + EscapedText.of(file, MAX_VALUE_CHARS)
                + " (in the agent argument): " + EscapedText.of(why, MAX_VALUE_CHARS));
    }

    private static String assignment(Setting setting) {
        return EscapedText.of(setting.key(), MAX_SHORT_CHARS)
                + '='
                + quoted(setting.value().orElse(""), MAX_VALUE_CHARS)
                + origin(setting);
    }

    private static String origin(Setting setting) {
        return switch (setting.place()) {
            case ARGUMENT, FILE -> " (" + collection(setting) + ')';
            case PROPERTY -> " (from the system property " + EscapedText.of(setting.spelling(), MAX_SHORT_CHARS) + ')';
            case ENVIRONMENT -> " (from " + EscapedText.of(setting.spelling(), MAX_SHORT_CHARS) + ')';
        };
    }

    private static String collection(Setting setting) {
        return switch (setting.place()) {
            case ARGUMENT -> "in the agent argument";
            case FILE -> "in " + EscapedText.of(setting.file(), MAX_FILE_CHARS);
            case PROPERTY -> "in the system properties";
            case ENVIRONMENT -> "in the environment";
        };
    }

    /** With the default as an example, where the text does not show one already. */
    private static String allowed(Option<?> option) {
        boolean shown = option.allowed().contains(option.defaultText());
        return shown ? option.allowed() : option.allowed() + ", for example " + option.defaultText();
    }

    // What begins as the one before is mostly written from its dot on: they all have to fit into the line.
    private static String known() {
        StringBuilder keys = new StringBuilder();
        String last = "";
        for (Option<?> option : SeldomOption.all()) {
            if (!option.isHidden()) {
                String key = option.key();
                String begins = key.substring(0, Math.max(0, key.indexOf('.')));
                boolean seldom = SeldomOption.ofKey(key).isPresent();
                boolean same = !seldom && !begins.isEmpty() && last.startsWith(begins + ".");
                keys.append(keys.length() == 0 ? "" : ", ").append(same ? key.substring(begins.length()) : key);
                last = key;
            }
        }
        return keys.toString();
    }

    private static String quoted(String text, int maxChars) {
        return '"' + EscapedText.of(text, maxChars) + '"';
    }
}
