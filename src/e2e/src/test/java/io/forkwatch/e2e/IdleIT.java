package io.forkwatch.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.forkwatch.e2e.harness.Jdk;
import io.forkwatch.e2e.harness.OnEveryJdk;
import io.forkwatch.e2e.harness.Program;
import io.forkwatch.e2e.harness.Shipped;
import io.forkwatch.e2e.harness.Supervisor;
import io.forkwatch.e2e.program.Obeys;
import java.time.Duration;

/** Real children that do nothing, and others that only seem to. */
final class IdleIT {
    @OnEveryJdk
    void whoDoesNothingIsIdleUntilItWorksAgain(Jdk jdk) {
        try (Supervisor supervisor = Program.of(jdk, Obeys.class)
                .watched("port=0,interval=200ms,idle.ttl=10s,kind.napper=sleep.20,kind.calm=sleep.600,"
                        + "kind.silent=while,kind.writer=dev.null")
                .start(Shipped.newDirectory("idle"))) {
            supervisor.awaitStdout("ready");
            supervisor.writeLine("start sleep 20; while :; do :; done");
            supervisor.writeLine("start exec sleep 600");
            supervisor.writeLine("start while :; do x=$((x + 1)); done");
            supervisor.writeLine("start until false; do echo x > /dev/null; sleep 1; done");
            supervisor.awaitStderr("calm[0] pid ");
            await("its row")
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(supervisor.scrape().text())
                            .contains("forkwatch_child_idle{kind=\"calm\",slot=\"0\"} 1.0")
                            .contains("forkwatch_child_idle{kind=\"napper\",slot=\"0\"} 1.0"));
            supervisor.awaitStderr(" works again: it was idle for ");
            assertThat(supervisor.stderr())
                    .containsPattern(
                            "calm\\[0] pid \\d+ is idle: no I/O and 0.\\d+ s of CPU in 1\\d(\\.\\d)? s, by all its")
                    .containsPattern("napper\\[0] pid \\d+ is idle: ")
                    .containsPattern("napper\\[0] pid \\d+ works again: ")
                    .doesNotContain("silent", "writer", "trouble");
            assertThat(supervisor.scrape().text()).doesNotContain("forkwatch_child_idle{kind=\"napper\"");
        }
    }
}
