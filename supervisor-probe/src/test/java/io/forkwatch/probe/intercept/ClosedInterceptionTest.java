package io.forkwatch.probe.intercept;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.AgentJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Edits and bridge of a real JVM, and what is left of them when they are switched off. */
class ClosedInterceptionTest {
    private static final String ALL_SEEN = "exit 3 oh, killed 137, start failed, events 6";
    private static final String NOTHING_SEEN = "exit 3 oh, killed 137, start failed, events 0";

    @Test
    void theHostGoesOnAndNothingIsSeenNorKept(@TempDir Path directory) throws IOException {
        assertThat(AgentJvm.run(directory, HostJvm.class, List.of(), "later"))
                .containsExactly("before: " + ALL_SEEN, "after: " + NOTHING_SEEN, "kept false", "faults []");
    }

    @Test
    void closedBeforeItIsInstalledItSeesNothingAtAll(@TempDir Path directory) throws IOException {
        assertThat(AgentJvm.run(directory, HostJvm.class, List.of(), "first"))
                .containsExactly("before: " + NOTHING_SEEN, "after: " + NOTHING_SEEN, "kept false", "faults []");
    }
}
