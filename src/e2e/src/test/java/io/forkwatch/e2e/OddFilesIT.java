package io.forkwatch.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.e2e.harness.Jdk;
import io.forkwatch.e2e.harness.Launch;
import io.forkwatch.e2e.harness.OnEveryJdk;
import io.forkwatch.e2e.harness.Ours;
import io.forkwatch.e2e.harness.Outcome;
import io.forkwatch.e2e.harness.Program;
import io.forkwatch.e2e.harness.Scrape;
import io.forkwatch.e2e.harness.Shipped;
import io.forkwatch.e2e.harness.Supervisor;
import io.forkwatch.e2e.program.HoldsShell;
import io.forkwatch.e2e.program.OneChild;
import io.forkwatch.e2e.program.Relay;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** Where a file is named, something stands that is none: nothing waits for it, and one line says so. */
final class OddFilesIT {
    private static final int EXIT_VALUE = 5;

    /** Pids beyond the kernel's largest, PID_MAX_LIMIT in linux/threads.h: nobody has them. */
    private static final List<String> STALE = List.of("forkwatch-4194305-1", "forkwatch-4194306-1");

    @OnEveryJdk
    void aLogAFileOfExitsAndAStateThatAreFifosHoldUpNothing(Jdk jdk) throws IOException {
        Path directory = Shipped.newDirectory("fifos");
        Path log = fifo(directory.resolve("log"));
        Path exits = fifo(directory.resolve("exits"));
        Path markers = Path.of(Files.isWritable(Path.of("/dev/shm")) ? "/dev/shm" : "/tmp");
        Path withFifo = marker(markers.resolve(STALE.get(0)));
        Path empty = marker(markers.resolve(STALE.get(1)));
        Path state = fifo(withFifo.resolve("state"));
        // A young one may belong to another pid namespace.
        Files.setLastModifiedTime(empty, FileTime.from(Instant.now().minus(Duration.ofMinutes(2))));
        Launch host = Program.of(jdk, HoldsShell.class, "exit " + EXIT_VALUE);
        try (Supervisor running =
                host.watched("port=0,log=" + log + ",exits.file=" + exits).start(directory)) {
            running.awaitStderr("[forkwatch] child died: ");
            Scrape scrape = running.scrape();
            running.closeStdin();
            Outcome outcome = running.awaitEnd();

            assertThat(scrape.sum("forkwatch_child_exits_total", Map.of())).isEqualTo(1);
            assertThat(outcome.exitValue()).isZero();
            assertThat(outcome.stdout()).matches("shell: \\d+\nended: " + EXIT_VALUE + "\n");
            assertThat(count(outcome, Ours.START_LINE)).isEqualTo(1);
            assertThat(count(outcome, "\\[forkwatch] child died: .*exit " + EXIT_VALUE + ".*"))
                    .isEqualTo(1);
            assertThat(count(outcome, "\\[forkwatch] log=" + log + " .*regular file.*stderr.*"))
                    .isEqualTo(1);
            assertThat(count(outcome, "\\[forkwatch] exits\\.file=" + exits + " .*regular file.*"))
                    .isEqualTo(1);
            assertThat(Ours.in(outcome).stream().filter(line -> line.startsWith("[")))
                    .hasSize(4);
            assertThat(Ours.notIn(outcome)).isEmpty();
            assertThat(state).exists();
            assertThat(empty).as("the markers were gone through").doesNotExist();
        } finally {
            Files.deleteIfExists(state);
            Files.deleteIfExists(withFifo);
            Files.deleteIfExists(empty);
        }
    }

    @OnEveryJdk
    void aSupervisorWhoseOptionsAreNoFileIsOffWithOneLine(Jdk jdk) throws IOException {
        Launch host = Program.of(jdk, OneChild.class, "exit " + EXIT_VALUE).withJvmOptions("-Xmx32m");
        for (Path file : oddFiles(Shipped.newDirectory("odd-options"))) {
            Outcome outcome = host.watched("@" + file).run("odd-options");

            assertThat(outcome.exitValue()).isEqualTo(EXIT_VALUE);
            assertThat(outcome.stdout()).isEqualTo("child: " + EXIT_VALUE + "\n");
            assertThat(outcome.stderrLines())
                    .singleElement()
                    .asString()
                    .startsWith("[forkwatch] is off: ")
                    .contains("@" + file);
        }
    }

    @OnEveryJdk
    void aJvmBelowAWatchedOneWhoseOptionsAreNoFileStaysDormant(Jdk jdk) throws IOException {
        for (Path file : oddFiles(Shipped.newDirectory("odd-nested"))) {
            List<String> inner = Program.of(jdk, OneChild.class, "exit 0")
                    .withJvmOptions("-Xmx32m")
                    .watched("@" + file)
                    .command();
            Outcome outcome = Program.of(jdk, Relay.class, inner.toArray(String[]::new))
                    .watched("port=0,quiet=true")
                    .run("odd-nested");

            assertThat(outcome.exitValue()).isZero();
            assertThat(outcome.stdout()).isEqualTo("child: 0\n");
            assertThat(outcome.stderrLines()).isEmpty();
        }
    }

    /** A FIFO that nobody writes to, a device without an end, and a sparse gibibyte. */
    private static List<Path> oddFiles(Path directory) throws IOException {
        Path huge = directory.resolve("huge");
        try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
            file.setLength(1L << 30);
        }
        return List.of(fifo(directory.resolve("fifo")), Path.of("/dev/zero"), huge);
    }

    private static long count(Outcome outcome, String pattern) {
        return Ours.in(outcome).stream().filter(line -> line.matches(pattern)).count();
    }

    private static Path marker(Path at) throws IOException {
        return Files.createDirectory(
                at, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    private static Path fifo(Path at) throws IOException {
        Path mkfifo = Path.of("/usr/bin/mkfifo");
        Assumptions.assumeTrue(Files.isExecutable(mkfifo), "there is no mkfifo here");
        Process made = new ProcessBuilder(mkfifo.toString(), at.toString()).start();
        assertThat(made.onExit().join().exitValue()).isZero();
        return at;
    }
}
