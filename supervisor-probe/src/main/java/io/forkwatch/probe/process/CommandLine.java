package io.forkwatch.probe.process;

import io.forkwatch.probe.process.redact.Redaction;
import java.util.List;

/**
 * A command as an argument vector. It may carry secrets: only {@link #redacted()} may leave this process.
 *
 * @param arguments the program and its arguments; empty where unknown
 */
public record CommandLine(List<String> arguments) {
    /** A command nobody could see. */
    public static final CommandLine UNKNOWN = new CommandLine(List.of());

    public CommandLine {
        arguments = List.copyOf(arguments);
    }

    /** The program as given, or an empty text. */
    public String program() {
        return arguments.isEmpty() ? "" : arguments.get(0);
    }

    /** The arguments joined by spaces, as given. For matching rules only. */
    public String joined() {
        return String.join(" ", arguments);
    }

    /** The arguments joined by spaces, secrets replaced, cut at 4,096 characters. */
    public String redacted() {
        return Redaction.of(arguments);
    }

    /** Never the arguments themselves: this ends up in logs by accident. */
    @Override
    public String toString() {
        return redacted();
    }
}
