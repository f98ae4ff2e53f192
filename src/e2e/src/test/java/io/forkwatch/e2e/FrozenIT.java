package io.forkwatch.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.forkwatch.e2e.harness.Jdk;
import io.forkwatch.e2e.harness.OnEveryJdk;
import io.forkwatch.e2e.harness.Program;
import io.forkwatch.e2e.harness.Shipped;
import io.forkwatch.e2e.harness.Summaries;
import io.forkwatch.e2e.harness.Summaries.Summary;
import io.forkwatch.e2e.harness.Supervisor;
import io.forkwatch.e2e.program.Relay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Children in a frozen cgroup. */
final class FrozenIT {
    private static final Path GROUPS = Path.of("/sys/fs/cgroup");

    @OnEveryJdk
    void aChildThatIsKilledWhileItIsFrozenIsToldSo(Jdk jdk) throws IOException {
        Path parent = Files.exists(GROUPS.resolve("cgroup.procs")) ? GROUPS : GROUPS.resolve("unified");
        Summary death = death(jdk, parent, "echo 1 > $g/cgroup.freeze; sleep 0.5; kill -9 $p");

        assertThat(death.number("mechanism.signal")).isEqualTo(9);
        assertThat(death.text("last_sample.frozen")).isEqualTo("true");
    }

    @OnEveryJdk
    void oneThatHadToBeThawedToDieIsToldSoInVersion1(Jdk jdk) throws IOException {
        Summary death = death(
                jdk,
                GROUPS.resolve("freezer"),
                "echo FROZEN > $g/freezer.state; sleep 4; kill -9 $p; echo THAWED > $g/freezer.state");

        assertThat(death.number("mechanism.signal")).isEqualTo(9);
        assertThat(death.text("last_sample.state")).isEqualTo("D");
        assertThat(death.text("last_sample.frozen")).isEqualTo("true");
    }

    @OnEveryJdk
    void oneThatIsNotIsNot(Jdk jdk) throws IOException {
        assertThat(death(jdk, GROUPS.resolve("freezer"), "kill -9 $p").has("last_sample.frozen"))
                .isFalse();
    }

    /** The end of a child that is in a group of its own, and what happens to it there. */
    private static Summary death(Jdk jdk, Path parent, String deed) throws IOException {
        Path group = parent.resolve("forkwatch-e2e-" + ProcessHandle.current().pid());
        assumeTrue(Files.isWritable(parent), () -> "no right to make groups in " + parent);
        Files.createDirectory(group);
        Path directory = Shipped.newDirectory("frozen");
        String script = "g=" + group + "; p=$$; (sleep 1.5; " + deed + ") & echo $$ > $g/cgroup.procs; exec sleep 600";
        try (Supervisor supervisor = Program.of(jdk, Relay.class, "sh", "-c", script)
                .watched("port=0,interval=100ms,log.format=json,log=" + directory.resolve("forkwatch.log"))
                .start(directory)) {
            supervisor.awaitEnd();
        } finally {
            await("the group to be empty")
                    .atMost(Duration.ofSeconds(60))
                    .ignoreExceptions()
                    .until(() -> {
                        Files.delete(group);
                        return true;
                    });
        }
        return Summaries.read(directory.resolve("forkwatch.log")).deaths().get(0);
    }
}
