package io.forkwatch.probe.process.redact;

import io.forkwatch.probe.process.program.Programs;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Takes secrets out of command lines before they leave this process. */
public final class Redaction {
    /** The longest command line that leaves this process, in characters. */
    static final int LIMIT = 4096;

    /** What stands in the place of a secret. */
    static final String MASK = "***";

    private static final char CUT = '…';
    /** No shells, but their {@code -c SCRIPT} goes to one. */
    private static final Set<String> SHELL_CALLERS = Set.of("su", "runuser", "flock", "ssh");

    private static final Set<String> PATH_OPTIONS =
            Set.of("-cp", "-classpath", "--class-path", "-p", "--module-path", "--upgrade-module-path");

    private final StringBuilder line = new StringBuilder();
    private boolean started;
    private String previous = "";
    private boolean shell;
    private boolean curl;
    private boolean hideNext;

    private Redaction() {}

    /** The arguments joined by spaces, on one line, secrets replaced, at most 4,096 characters. */
    public static String of(List<String> arguments) {
        var redaction = new Redaction();
        for (String argument : arguments) {
            if (redaction.line.length() > LIMIT) {
                break;
            }
            redaction.add(argument);
        }
        return redaction.cut();
    }

    private void add(String argument) {
        if (started) {
            line.append(' ');
        }
        appendOnOneLine(hidden(argument));
        note(argument);
    }

    private String hidden(String argument) {
        if (hideNext && !isOption(argument) && !isScheme(argument)) {
            return argument.isEmpty() ? argument : MASK;
        }
        if (curl && (previous.equals("-u") || previous.equals("--user"))) {
            int colon = argument.indexOf(':');
            return colon < 0 ? argument : argument.substring(0, colon + 1) + MASK;
        }
        return new SecretMask(argument, isScript(), PATH_OPTIONS.contains(previous)).masked();
    }

    /** True for the text of {@code sh -c}: words and quotes have the shell's meaning there. */
    private boolean isScript() {
        return shell && previous.length() > 1 && previous.charAt(0) == '-' && previous.endsWith("c");
    }

    private void note(String argument) {
        started = true;
        String name = argument.substring(argument.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        shell |= Programs.isShell(name) || SHELL_CALLERS.contains(name);
        curl |= name.equals("curl");
        hideNext = SecretNames.announcesSecret(argument) || (hideNext && isScheme(argument));
        previous = argument;
    }

    /** {@code Authorization: Bearer x} as three arguments: the secret is the third. */
    private boolean isScheme(String argument) {
        return previous.endsWith(":") && SecretNames.isScheme(argument);
    }

    private static boolean isOption(String argument) {
        return argument.length() > 1 && argument.charAt(0) == '-';
    }

    private void appendOnOneLine(String text) {
        int i = 0;
        while (i < text.length() && line.length() <= LIMIT) {
            int codePoint = text.codePointAt(i);
            appendVisible(codePoint);
            i += Character.charCount(codePoint);
        }
    }

    private void appendVisible(int codePoint) {
        switch (codePoint) {
            case '\n' -> line.append("\\n");
            case '\r' -> line.append("\\r");
            case '\t' -> line.append("\\t");
            default -> {
                if (isInvisible(codePoint)) {
                    line.append(String.format(Locale.ROOT, "\\u%04x", codePoint));
                } else {
                    line.appendCodePoint(codePoint);
                }
            }
        }
    }

    /** Controls, line separators, marks that turn the direction of writing, halves of a pair: all can forge a log line. */
    private static boolean isInvisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }

    private String cut() {
        if (line.length() <= LIMIT) {
            return line.toString();
        }
        int end = LIMIT - 1;
        if (Character.isHighSurrogate(line.charAt(end - 1))) {
            end--;
        }
        line.setLength(end);
        return line.append(CUT).toString();
    }
}
