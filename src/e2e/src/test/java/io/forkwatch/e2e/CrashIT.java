package io.forkwatch.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.forkwatch.e2e.harness.Jdk;
import io.forkwatch.e2e.harness.OnEveryJdk;
import io.forkwatch.e2e.harness.Program;
import io.forkwatch.e2e.harness.Shipped;
import io.forkwatch.e2e.harness.Summaries;
import io.forkwatch.e2e.harness.Summaries.Summary;
import io.forkwatch.e2e.harness.Supervisor;
import io.forkwatch.e2e.program.Breaks;
import io.forkwatch.e2e.program.Relay;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Child JVMs that abort, and the files that they leave. */
final class CrashIT {
    private static final int SIGABRT = 6;
    private static final int SIGKILL = 9;
    private static final int KILLED = 128 + SIGKILL;
    private static final int ABORTED = 128 + SIGABRT;

    /**
     * The end of a child.
     *
     * @param summary what the agent logged
     * @param directory where the child ran
     */
    private record End(Summary summary, Path directory) {}

    @OnEveryJdk
    void aJvmThatCrashedIsToldWithItsSignalAndItsFile(Jdk jdk) {
        End end = end(jdk, child(jdk, "segv"));

        expect(end.summary(), "jvm_crash", "jvm_crash", "certain");
        assertThat(end.summary().number("mechanism.signal")).isEqualTo(SIGABRT);
        assertThat(end.summary().text("crash_file.signal")).isEqualTo("SIGSEGV (0xb)");
        assertThat(end.summary().text("crash_file.frame")).matches("[CVJj] +.+");
        assertThat(end.summary().text("crash_file.path"))
                .isEqualTo(end.directory()
                        .resolve("hs_err_pid" + (long) end.summary().number("pid") + ".log")
                        .toString());
    }

    @OnEveryJdk
    void aJvmThatAbortedAtAnOutOfMemoryErrorIsToldSo(Jdk jdk) {
        End end = end(jdk, child(jdk, "oome", "-Xmx16m", "-XX:+CrashOnOutOfMemoryError", "-XX:ErrorFile=oome-%p.log"));

        expect(end.summary(), "jvm_oome", "jvm_crash_oome", "certain");
        assertThat(end.summary().text("crash_file.out_of_memory")).isEqualTo("Java heap space");
        assertThat(end.summary().text("crash_file.path"))
                .isEqualTo(end.directory()
                        .resolve("oome-" + (long) end.summary().number("pid") + ".log")
                        .toString());
        assertThat(end.summary().text("hint")).contains("-Xmx");
    }

    @OnEveryJdk
    void aJvmThatCrashedBelowAShellIsFoundToo(Jdk jdk) {
        End end = end(jdk, List.of("sh", "-c", String.join(" ", child(jdk, "segv")) + "; exit $?"));

        expect(end.summary(), "jvm_crash", "jvm_crash", "likely");
        assertThat(end.summary().number("mechanism.exit_code")).isEqualTo(ABORTED);
        assertThat(end.summary().number("crash_file.pid"))
                .isNotEqualTo(end.summary().number("pid"));
    }

    @OnEveryJdk
    void aJvmThatIsKilledBeforeItHasEndedHadCrashed(Jdk jdk) throws IOException {
        Path directory = Shipped.newDirectory("crash");
        List<String> child = child(jdk, "segv", "-XX:OnError=sleep 5");
        try (Supervisor supervisor = Program.of(jdk, Relay.class, withoutCore(child))
                .watched("port=0,log.format=json,log=" + directory.resolve("forkwatch.log"))
                .start(directory)) {
            await("the end of a crash file").until(() -> finishedCrashFiles(directory), pids -> !pids.isEmpty());
            ProcessHandle.of(finishedCrashFiles(directory).get(0)).ifPresent(ProcessHandle::destroyForcibly);
            assertThat(supervisor.awaitEnd().exitValue()).isEqualTo(KILLED);
        }
        Summary summary =
                Summaries.read(directory.resolve("forkwatch.log")).deaths().get(0);

        expect(summary, "jvm_crash", "jvm_crash_then_killed", "likely");
        assertThat(summary.number("mechanism.signal")).isEqualTo(SIGKILL);
        assertThat(summary.text("crash_file.signal")).isEqualTo("SIGSEGV (0xb)");
    }

    /** The pids of the JVMs that have written such a file to its end. */
    private static List<Long> finishedCrashFiles(Path directory) throws IOException {
        List<Long> pids = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "hs_err_pid*.log")) {
            for (Path file : files) {
                if (Files.readString(file, StandardCharsets.ISO_8859_1).contains("\nEND.")) {
                    pids.add(Long.parseLong(file.getFileName().toString().replaceAll("\\D", "")));
                }
            }
        }
        return pids;
    }

    private static List<String> child(Jdk jdk, String how, String... options) {
        return Program.of(jdk, Breaks.class, how).withJvmOptions(options).command();
    }

    // A core dump of a JVM is large: none here.
    private static End end(Jdk jdk, List<String> child) {
        Path directory = Shipped.newDirectory("crash");
        try (Supervisor supervisor = Program.of(jdk, Relay.class, withoutCore(child))
                .watched("port=0,log.format=json,log=" + directory.resolve("forkwatch.log"))
                .start(directory)) {
            assertThat(supervisor.awaitEnd().exitValue()).isEqualTo(ABORTED);
        }
        return new End(
                Summaries.read(directory.resolve("forkwatch.log")).deaths().get(0), directory);
    }

    private static String[] withoutCore(List<String> child) {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -c 0; exec \"$@\"", "sh"));
        command.addAll(child);
        return command.toArray(String[]::new);
    }

    private static void expect(Summary summary, String reason, String rule, String confidence) {
        assertThat(summary.text("cause.reason")).isEqualTo(reason);
        assertThat(summary.text("cause.rule")).isEqualTo(rule);
        assertThat(summary.text("cause.confidence")).isEqualTo(confidence);
        assertThat(summary.texts("cause.evidence")).contains("crash_file");
    }
}
