package io.forkwatch.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.e2e.harness.Jdk;
import io.forkwatch.e2e.harness.Launch;
import io.forkwatch.e2e.harness.OnEveryJdk;
import io.forkwatch.e2e.harness.Outcome;
import io.forkwatch.e2e.harness.Program;
import io.forkwatch.e2e.harness.Shipped;
import io.forkwatch.e2e.harness.Supervisor;
import io.forkwatch.e2e.program.FailsOften;
import io.forkwatch.e2e.program.Nothing;
import io.forkwatch.e2e.program.OneChild;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A stderr that nobody reads: the application is the same, to the last byte of its stdout. */
final class StderrIT {
    /** A pipe that is open for reading, in the JVM itself, so that it never breaks; and nobody ever reads. */
    private static final String UNREAD = "mkfifo pipe && exec 3<>pipe && ";

    private static final String TO_PIPE = "exec \"$@\" 2>&3 3>&-";

    private static final String FULL = UNREAD + "dd if=/dev/zero of=pipe bs=1 oflag=nonblock 2>dd.log; " + TO_PIPE;

    @OnEveryJdk
    void aFullPipeHoldsUpNoEnd(Jdk jdk) throws IOException {
        assertSame(run(FULL, Program.of(jdk, Nothing.class).watched("port=0")), 0, "");
    }

    @OnEveryJdk
    void aFullPipeHoldsUpNoStart(Jdk jdk) throws IOException {
        assertSame(run(FULL, Program.of(jdk, Nothing.class).watched("prot=0")), 0, "");
        assertSame(run(FULL, Program.of(jdk, Nothing.class).watched("enabled=false")), 0, "");
    }

    @OnEveryJdk
    void aFullPipeHoldsUpNoSummary(Jdk jdk) throws IOException {
        Launch launch = Program.of(jdk, OneChild.class, "exit 5").watched("port=0");
        assertSame(run(FULL, launch), 5, "child: 5\n");
    }

    @OnEveryJdk
    void ourLinesLeaveAPipeThatNobodyReadsToTheHost(Jdk jdk) throws IOException {
        Launch launch = Program.of(jdk, FailsOften.class, "190").watched("port=0");
        assertSame(run(UNREAD + TO_PIPE, launch), 0, "done\n");
    }

    @OnEveryJdk
    void whatGoesToANullDeviceIsKeptBesideTheMarker(Jdk jdk) throws IOException {
        assertKept(jdk, "exec \"$@\" 2>/dev/null");
    }

    @OnEveryJdk
    void whatGoesNowhereIsKeptBesideTheMarker(Jdk jdk) throws IOException {
        assertKept(jdk, "exec \"$@\" 2>&-");
    }

    /** The shell becomes the JVM: its pid is known. */
    private static void assertKept(Jdk jdk, String script) throws IOException {
        Launch launch = Program.of(jdk, OneChild.class, "exit 5").watched("port=0");
        try (Supervisor supervisor = start(script, launch)) {
            assertSame(supervisor.awaitEnd(), 5, "child: 5\n");
            List<Path> logs = logsOf(supervisor.pid());
            assertThat(logs)
                    .singleElement()
                    .satisfies(log -> assertThat(log).content().contains("[forkwatch] child died: sh[0]"));
            Files.delete(logs.get(0));
            Files.delete(logs.get(0).getParent());
        }
    }

    private static List<Path> logsOf(long pid) throws IOException {
        List<Path> logs = new ArrayList<>();
        for (Path place : List.of(Path.of("/tmp"), Path.of("/dev/shm"))) {
            try (DirectoryStream<Path> markers = Files.newDirectoryStream(place, "forkwatch-" + pid + "-*")) {
                markers.forEach(marker -> logs.add(marker.resolve("log")));
            }
        }
        return logs;
    }

    private static Outcome run(String script, Launch launch) throws IOException {
        try (Supervisor supervisor = start(script, launch)) {
            return supervisor.awaitEnd();
        }
    }

    private static Supervisor start(String script, Launch launch) throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", script, "sh"));
        command.addAll(launch.command());
        return Supervisor.start(command, Map.of(), Shipped.newDirectory("stderr"));
    }

    private static void assertSame(Outcome outcome, int exitValue, String stdout) {
        assertThat(outcome.exitValue()).isEqualTo(exitValue);
        assertThat(outcome.stdout()).isEqualTo(stdout);
    }
}
