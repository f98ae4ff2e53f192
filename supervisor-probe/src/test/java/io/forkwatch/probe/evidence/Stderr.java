package io.forkwatch.probe.evidence;

import io.forkwatch.probe.process.death.OutputLines;
import io.forkwatch.probe.process.death.StderrTail;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The end of a stderr, as the reader of the evidence makes it from its text. */
public final class Stderr {
    private Stderr() {}

    public static Optional<StderrTail> tail(String... lines) {
        List<String> clean = OutputLines.of(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
        return Optional.of(new StderrTail(clean, JvmText.lastFailure(clean)));
    }
}
