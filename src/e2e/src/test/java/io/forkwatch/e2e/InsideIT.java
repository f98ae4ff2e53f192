package io.forkwatch.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.e2e.harness.Jdk;
import io.forkwatch.e2e.harness.OnEveryJdk;
import io.forkwatch.e2e.harness.Outcome;
import io.forkwatch.e2e.harness.Program;
import io.forkwatch.e2e.harness.Shipped;
import io.forkwatch.e2e.harness.Supervisor;
import io.forkwatch.e2e.program.DestroysJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** What is seen inside a JVM that was killed: its threads before, and what it had recorded. */
final class InsideIT {
    private static final String SPIN = "io.forkwatch.e2e.program.DestroysJvm.spin";

    @OnEveryJdk
    void whoIsDestroyedForciblyWritesItsThreadsFirst(Jdk jdk) throws IOException {
        Path directory = Shipped.newDirectory("dump");
        Path log = directory.resolve("forkwatch.log");
        Outcome outcome = destroyed(jdk, directory, "port=0,dump.before.kill=wait,log=" + log, "threads    written to");

        String summary = Files.readString(log);
        assertThat(outcome.stdout()).contains("ended 137").doesNotContain("said ", "Full thread dump");
        Matcher file = Pattern.compile("written to (\\S+), asked ").matcher(summary);
        assertThat(file.find()).isTrue();
        assertThat(summary).contains("\"main\" RUNNABLE: ").contains(SPIN).doesNotContain("trouble");
        Path dump = Path.of(file.group(1));
        assertThat(dump.getParent()).isEqualTo(directory);
        assertThat(dump).content().contains("Full thread dump", SPIN);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dump)))
                .isEqualTo("rw-------");
    }

    @OnEveryJdk
    void whatItHadRecordedIsInTheSummary(Jdk jdk) throws IOException {
        Path directory = Shipped.newDirectory("recorded");
        Path log = directory.resolve("forkwatch.log");
        destroyed(
                jdk,
                directory,
                "port=0,log=" + log,
                "recorded   by itself, up to ",
                "-XX:StartFlightRecording:maxsize=8m",
                "-XX:FlightRecorderOptions:repository=" + directory.resolve("repository"));

        assertThat(Files.readString(log))
                .contains(SPIN)
                .containsPattern("x " + SPIN + ":\\d+")
                .doesNotContain("trouble");
    }

    @OnEveryJdk
    void aLentBlackBoxIsSilentReadAndRemoved(Jdk jdk) throws IOException {
        Path directory = Shipped.newDirectory("blackbox");
        Path log = directory.resolve("forkwatch.log");
        Outcome outcome =
                destroyed(jdk, directory, "port=0,lend=java,blackbox=jfr,log=" + log, "recorded   by itself, up to ");

        assertThat(outcome.stdout()).startsWith("destroyed after");
        String summary = Files.readString(log);
        assertThat(summary)
                .contains("(lend=java), and has them record themselves (blackbox=jfr)")
                .containsPattern("x " + SPIN + ":\\d+")
                .doesNotContain("StartFlightRecording", "javaagent", "trouble");
        Matcher pid = Pattern.compile("children of pid (\\d+)").matcher(summary);
        assertThat(pid.find()).isTrue();
        assertThat(Path.of("/tmp")).isDirectoryNotContaining("glob:/tmp/forkwatch-" + pid.group(1) + "-*");
    }

    private static Outcome destroyed(Jdk jdk, Path directory, String options, String awaited, String... jvmOptions) {
        try (Supervisor supervisor =
                Program.of(jdk, DestroysJvm.class, jvmOptions).watched(options).start(directory)) {
            supervisor.awaitStdout("ended ");
            await(directory.resolve("forkwatch.log"), awaited);
            supervisor.closeStdin();
            return supervisor.awaitEnd();
        }
    }

    private static void await(Path log, String text) {
        Awaitility.await(text)
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(log).content().contains(text));
    }
}
