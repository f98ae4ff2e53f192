package io.forkwatch.probe.process.redact;

import io.forkwatch.probe.process.program.Programs;
import io.forkwatch.probe.process.table.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Takes secrets out of commands and output before they leave this process: those behind names that say so, those that
 * stand where a known program takes one, and those whose shape tells. What nobody could recognise stays.
 */
public final class Redaction {
    /** The longest command line that leaves this process, in characters. */
    static final int LIMIT = 4096;

    /** What stands in the place of a secret. */
    static final String MASK = "***";

    /** What stands at the end of what was cut. */
    static final char CUT = '…';
    /** No shells, but their {@code -c SCRIPT} goes to one. */
    private static final Set<String> SHELL_CALLERS = Set.of("su", "runuser", "flock", "ssh", "cmd", "cmd.exe");
    /** What of their arguments has blanks in it is a script. */
    private static final Set<String> SCRIPT_TAKERS =
            Set.of("ssh", "eval", "watch", "parallel", "rsh", "cmd", "cmd.exe");

    private static final Set<String> PATH_OPTIONS =
            Set.of("-cp", "-classpath", "--class-path", "-p", "--module-path", "--upgrade-module-path");

    private static final SecretTable SHIPPED = SecretTable.of(
            TextTable.shipped(Redaction.class, "secret-arguments.txt"),
            TextTable.shipped(Redaction.class, "token-shapes.txt"));

    private final StringBuilder line = new StringBuilder();
    private final SecretTable table;
    private final ArgumentReader reader;
    private boolean started;
    private String previous = "";
    private boolean shell;
    private boolean scriptTaker;
    private boolean hideNext;

    private Redaction(SecretTable table) {
        this.table = table;
        this.reader = new ArgumentReader(table);
    }

    /** The arguments joined by spaces, on one line, secrets replaced, at most 4,096 characters. */
    public static String of(List<String> arguments) {
        return of(arguments, SHIPPED);
    }

    static String of(List<String> arguments, SecretTable table) {
        var redaction = new Redaction(table);
        for (String argument : arguments) {
            if (redaction.line.length() > LIMIT) {
                break;
            }
            redaction.add(argument);
        }
        return redaction.cut();
    }

    /** A line of output, in which commands may be quoted: secrets replaced, at most 4,096 characters. */
    public static String ofLine(String text) {
        String masked = new SecretMask(text, true, false, SHIPPED, new ArgumentReader(SHIPPED)).masked();
        // And word by word, as in a command: there a value goes on to the end of its word.
        return of(List.of(masked.split(" ", -1)));
    }

    /** Lines of output that follow each other, as {@link #ofLine}: a private key may go over several. */
    public static List<String> ofLines(List<String> lines) {
        List<String> shown = new ArrayList<>(lines.size());
        for (String each : PrivateKeys.hidden(lines)) {
            shown.add(ofLine(each));
        }
        return shown;
    }

    private void add(String argument) {
        if (started) {
            line.append(' ');
        }
        appendOnOneLine(hidden(argument));
        note(argument);
    }

    private String hidden(String argument) {
        int secret = reader.next(argument);
        if (hideNext && !SecretNames.isOptionAfter(previous, argument) && !isScheme(argument)) {
            return argument.isEmpty() ? argument : MASK;
        }
        if (secret >= 0) {
            int host = reader.endsAtHost() ? argument.lastIndexOf('@') : -1;
            return masked(argument.substring(0, secret)) + MASK + (host > secret ? argument.substring(host) : "");
        }
        return masked(argument);
    }

    private String masked(String argument) {
        return new SecretMask(argument, isScript(argument), PATH_OPTIONS.contains(previous), table, reader).masked();
    }

    /** True for the text of {@code sh -c}: words and quotes have the shell's meaning there. */
    private boolean isScript(String argument) {
        boolean option = previous.length() > 1 && (previous.charAt(0) == '-' || previous.charAt(0) == '/');
        return (shell && option && previous.toLowerCase(Locale.ROOT).endsWith("c"))
                || (scriptTaker && argument.indexOf(' ') > 0 && argument.charAt(0) != '-');
    }

    private void note(String argument) {
        started = true;
        String name = argument.substring(argument.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        shell |= Programs.isShell(name) || SHELL_CALLERS.contains(name);
        scriptTaker |= SCRIPT_TAKERS.contains(name);
        hideNext = SecretNames.announcesSecret(argument) || (hideNext && isScheme(argument));
        previous = argument;
    }

    /** {@code Authorization: Bearer x} as three arguments: the secret is the third. */
    private boolean isScheme(String argument) {
        return previous.endsWith(":") && SecretNames.isScheme(argument);
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
