package io.forkwatch.probe.process;

import io.forkwatch.probe.process.redact.Redaction;
import java.util.Arrays;
import java.util.List;

/**
 * A command as an argument vector. It may carry secrets: only {@link #redacted()} may leave this process. The kernel takes
 * megabytes of arguments, and the texts are those of the host: so it is cut where it takes more than 256 KiB, see
 * {@link #kept()} for who keeps it for long.
 *
 * @param arguments the program and its arguments; empty where unknown
 */
public record CommandLine(List<String> arguments) {
    /** The most that one takes, in bytes: enough for names and rules to find what they look for. */
    static final int MOST_BYTES = 256 << 10;

    /** The most that one takes which is kept as long as its child lives, in bytes. */
    static final int MOST_KEPT_BYTES = 16 << 10;

    /** The most that one takes where many wait and there is no room, in bytes. */
    static final int MOST_BRIEF_BYTES = 1 << 10;

    /** A command nobody could see. */
    public static final CommandLine UNKNOWN = new CommandLine(List.of());

    public CommandLine {
        boolean fits = CutArguments.fit(arguments, MOST_BYTES);
        arguments = List.copyOf(fits ? arguments : CutArguments.of(arguments, MOST_BYTES));
    }

    /** A command as the JDK has it; what is beyond the most that is taken is not copied. */
    public static CommandLine of(String[] arguments) {
        return new CommandLine(Arrays.asList(arguments));
    }

    /** The program as given, or an empty text. */
    public String program() {
        return arguments.isEmpty() ? "" : arguments.get(0);
    }

    /** The bytes that its texts take, at most. */
    public long bytes() {
        return CutArguments.bytes(arguments);
    }

    /** The same for who keeps it: cut at 16 KiB, of which a summary shows a quarter. */
    public CommandLine kept() {
        return within(MOST_KEPT_BYTES);
    }

    /** The same where there is no room for more than its beginning: cut at 1 KiB. */
    public CommandLine brief() {
        return within(MOST_BRIEF_BYTES);
    }

    private CommandLine within(int mostBytes) {
        return CutArguments.fit(arguments, mostBytes) ? this : new CommandLine(CutArguments.of(arguments, mostBytes));
    }

    /** The arguments joined by spaces, as given. For matching rules only. */
    public String joined() {
        return String.join(" ", arguments);
    }

    /** The arguments joined by spaces, secrets replaced, cut at 4,096 characters. */
    public String redacted() {
        return Redaction.of(arguments);
    }

    // Written out: see ProcessKey.
    @Override
    public boolean equals(Object other) {
        return other instanceof CommandLine that && arguments.equals(that.arguments);
    }

    @Override
    public int hashCode() {
        return arguments.hashCode();
    }

    /** Never the arguments themselves: this ends up in logs by accident. */
    @Override
    public String toString() {
        return redacted();
    }
}
