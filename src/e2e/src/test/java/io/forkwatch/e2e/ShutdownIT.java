package io.forkwatch.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.forkwatch.e2e.harness.Jdk;
import io.forkwatch.e2e.harness.Launch;
import io.forkwatch.e2e.harness.OnEveryJdk;
import io.forkwatch.e2e.harness.Outcome;
import io.forkwatch.e2e.harness.Program;
import io.forkwatch.e2e.harness.Shipped;
import io.forkwatch.e2e.harness.Supervisor;
import io.forkwatch.e2e.program.ExitsAmidStarts;
import io.forkwatch.e2e.program.LeavesChild;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The end of the supervisor, whichever way it comes. */
final class ShutdownIT {
    private static final int EXIT_VALUE = 7;
    private static final int TERMINATED = 128 + 15;

    /**
     * A supervisor that ended before its child.
     *
     * @param outcome how it ended
     * @param supervisor its pid
     * @param child pid of the child
     */
    private record Left(Outcome outcome, long supervisor, long child) {
        static Left by(Jdk jdk, String end) throws IOException {
            Launch launch = Program.of(jdk, LeavesChild.class, end).watched("port=0");
            try (Supervisor supervisor = launch.start(Shipped.newDirectory("left-" + end))) {
                supervisor.awaitStdout("\n");
                if (end.equals("wait")) {
                    supervisor.metricsUrl();
                    supervisor.terminate();
                }
                Outcome outcome = supervisor.awaitEnd();
                long child = Long.parseLong(outcome.stdout().strip());
                ProcessHandle.of(child).ifPresent(ProcessHandle::destroyForcibly);
                return new Left(outcome, supervisor.pid(), child);
            }
        }
    }

    @OnEveryJdk
    void atTheEndOfMainTheChildrenLeftAliveAreNamed(Jdk jdk) throws IOException {
        assertNamed(Left.by(jdk, "return"), 0);
    }

    @OnEveryJdk
    void atAnExitTheChildrenLeftAliveAreNamed(Jdk jdk) throws IOException {
        assertNamed(Left.by(jdk, "exit"), EXIT_VALUE);
    }

    @OnEveryJdk
    void atSigtermTheChildrenLeftAliveAreNamed(Jdk jdk) throws IOException {
        assertNamed(Left.by(jdk, "wait"), TERMINATED);
    }

    @OnEveryJdk
    void atAHaltNothingIsSaidAndTheNextSupervisorTidiesUp(Jdk jdk) throws IOException {
        Left left = Left.by(jdk, "halt");
        assertThat(left.outcome().exitValue()).isEqualTo(EXIT_VALUE);
        assertThat(left.outcome().stderr()).doesNotContain("left alive");
        // A young one that says nothing yet may belong to another pid namespace.
        for (Path mark : marksOf(left.supervisor())) {
            Files.setLastModifiedTime(mark, FileTime.from(Instant.now().minus(Duration.ofMinutes(2))));
        }

        Launch next = Launch.ofStories(jdk, "hold").watched("port=0");
        try (Supervisor supervisor = next.start(Shipped.newDirectory("tidy"))) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> marksOf(left.supervisor()).isEmpty());
            supervisor.closeStdin();
            supervisor.awaitEnd();
        }
    }

    @OnEveryJdk
    void anExitAmidStartsIsNotHeldUp(Jdk jdk) {
        Launch launch = Program.of(jdk, ExitsAmidStarts.class).watched("port=0");
        try (Supervisor supervisor = launch.start(Shipped.newDirectory("amid"))) {
            Outcome outcome = supervisor.awaitEnd();

            assertThat(outcome.exitValue()).isEqualTo(9);
            assertThat(outcome.stderr()).doesNotContain("trouble", "Exception");
        }
    }

    private static void assertNamed(Left left, int exitValue) throws IOException {
        assertThat(left.outcome().exitValue()).isEqualTo(exitValue);
        assertThat(left.outcome().stderrLines())
                .last()
                .asString()
                .startsWith("[forkwatch] 1 child left alive: sleep[0] pid " + left.child() + " (");
        // For the next supervisor, who tidies up.
        assertThat(marksOf(left.supervisor()))
                .singleElement()
                .satisfies(mark -> assertThat(mark.resolve("state"))
                        .content()
                        .contains("\n" + left.child() + " ")
                        .contains(" sleep " + left.supervisor() + " -"));
    }

    private static List<Path> marksOf(long pid) throws IOException {
        List<Path> marks = new ArrayList<>();
        for (Path place : List.of(Path.of("/tmp"), Path.of("/dev/shm"))) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(place, "forkwatch-" + pid + "-*")) {
                found.forEach(marks::add);
            }
        }
        return marks;
    }
}
