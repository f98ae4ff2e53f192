package io.forkwatch.probe.top;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * stty(1) of the terminal that this process belongs to: Java alone can neither have a key without Enter nor ask how wide it is.
 * The only program that is ever started, and only by this command: the agent has no way here, which a test of the
 * architecture checks.
 */
final class Stty {
    private static final File TERMINAL = new File("/dev/tty");
    private static final int LIMIT_SECONDS = 2;
    private static final int MOST_BYTES = 1_000;

    private final String saved;

    private Stty(String saved) {
        this.saved = saved;
    }

    /** That of our terminal, with its settings as they are now; empty without a terminal, or without that program. */
    static Optional<Stty> ofThisTerminal() {
        return run("-g")
                .map(String::strip)
                .filter(text -> text.matches("[0-9a-f:]+"))
                .map(Stty::new);
    }

    /** Lines and columns, as it prints them. */
    static Optional<String> size() {
        return run("size");
    }

    /** From now on a key comes at once, and is not shown. False if that cannot be. */
    boolean sendKeysAtOnce() {
        return run("-icanon", "-echo", "min", "1", "time", "0").isPresent();
    }

    /** All as it was. */
    void restore() {
        run(saved);
    }

    private static Optional<String> run(String... arguments) {
        List<String> command = new ArrayList<>(List.of("stty"));
        command.addAll(List.of(arguments));
        try {
            Process stty = new ProcessBuilder(command)
                    .redirectInput(TERMINAL)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String said = new String(stty.getInputStream().readNBytes(MOST_BYTES), StandardCharsets.US_ASCII);
            boolean ended = stty.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
            return ended && stty.exitValue() == 0 ? Optional.of(said) : Optional.empty();
        } catch (IOException noneHere) {
            return Optional.empty();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
