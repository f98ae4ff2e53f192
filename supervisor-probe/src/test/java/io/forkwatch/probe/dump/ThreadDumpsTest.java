package io.forkwatch.probe.dump;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.attach.AttachFailure;
import io.forkwatch.probe.attach.CommandedJvm;
import io.forkwatch.probe.attach.KnockCheck;
import io.forkwatch.probe.process.HandClock;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.death.ThreadDump;
import io.forkwatch.probe.procfs.TestProc;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a JVM is asked before it is ended, and who waits for it. */
class ThreadDumpsTest {
    private static final String DUMP = """
            Full thread dump OpenJDK

            "main" #1 prio=5 cpu=8.03ms elapsed=12.20s tid=0x1 nid=0x2 runnable
               java.lang.Thread.State: RUNNABLE
            \tat com.acme.Main.main(Main.java:7)

            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path mount;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path place;

    @SuppressWarnings("NullAway.Init")
    private TestProc proc;

    private final HandClock clock = new HandClock();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> troubles = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private CountDownLatch answers = new CountDownLatch(0);
    private String says = DUMP;

    @BeforeEach
    void aJvmOfThisUser() throws IOException {
        proc = new TestProc(mount);
        proc.stat(42, 1_000).stat(1, 1);
        proc.write("42/status", "Name:\tjava\nUid:\t1000\t1000\t1000\t1000\nNSpid:\t42\n")
                .write("42/cgroup", "0::/\n")
                .write("1/status", "Name:\tjava\nUid:\t1000\t1000\t1000\t1000\nNSpid:\t1\n")
                .write("self/mountinfo", "");
        Files.createSymbolicLink(mount.resolve("self/stat"), mount.resolve("1/stat"));
    }

    @Test
    void whoWaitsHasItAndItIsToldOnce() {
        ThreadDumps dumps = dumps(place);
        dumps.beforeEnd(42, true);

        ThreadDump dump = dumps.take(new ProcessKey(42, 1_000)).orElseThrow();
        assertThat(Path.of(dump.file())).hasContent(DUMP);
        assertThat(dump.busiest()).containsExactly("\"main\" RUNNABLE: com.acme.Main.main(Main.java:7)");
        assertThat(dump.nanos()).isEqualTo(clock.nanos());
        assertThat(asked).containsExactly("open 42", "threads", "closed");
        assertThat(dumps.take(new ProcessKey(42, 1_000))).isEmpty();
        assertThat(troubles).isEmpty();
    }

    @Test
    void whoDoesNotWaitGoesOnAtOnceAndWhatHasBegunGoesToItsEnd() throws InterruptedException {
        answers = new CountDownLatch(1);
        ThreadDumps dumps = dumps(place);
        dumps.beforeEnd(42, false);
        assertThat(closed.getCount()).as("it has not answered").isEqualTo(1);

        assertThat(dumps.take(new ProcessKey(42, 1_000)))
                .as("of a death that is told meanwhile")
                .isEmpty();
        answers.countDown();
        assertThat(closed.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(asked).containsExactly("open 42", "threads", "closed");
    }

    @Test
    void destroyAndDestroyForciblyAreOneDump() {
        ThreadDumps dumps = dumps(place);
        dumps.beforeEnd(42, true);
        clock.passMillis(9_000);
        dumps.beforeEnd(42, true);
        assertThat(asked).containsExactly("open 42", "threads", "closed");

        clock.passMillis(2_000);
        dumps.beforeEnd(42, true);
        assertThat(asked).hasSize(6);
        assertThat(dumps.take(new ProcessKey(42, 0)).orElseThrow().file()).endsWith("42-1000.1.txt");
    }

    @Test
    void aHangIsDumpedUnderItsChild() throws InterruptedException {
        ThreadDumps dumps = dumps(place);
        dumps.dump(new ProcessKey(7, 55), new ProcessKey(42, 1_000));
        assertThat(closed.await(60, TimeUnit.SECONDS)).isTrue();

        Optional<ThreadDump> dump = dumps.take(new ProcessKey(7, 55)); // Waits for what is left to do.
        assertThat(dump.orElseThrow().file()).contains("42-1000");
    }

    @Test
    void theDumpOfAnotherThatHadThePidIsNotTold() {
        ThreadDumps dumps = dumps(place);
        dumps.beforeEnd(42, true);

        assertThat(dumps.take(new ProcessKey(42, 1_001))).isEmpty();
    }

    @Test
    void whoIsGoneOrMustNotBeKnockedAtIsNot() throws IOException {
        ThreadDumps dumps = dumps(place);
        dumps.beforeEnd(43, true);
        assertThat(asked).isEmpty();
        proc.write("42/status", "Name:\tjava\nUid:\t1001\t1001\t1001\t1001\nNSpid:\t42\n");
        dumps.beforeEnd(42, true);
        assertThat(asked).isEmpty();
        assertThat(dumps.take(new ProcessKey(42, 1_000))).isEmpty();
        assertThat(troubles).isEmpty();
    }

    @Test
    void whatIsNoDumpIsNoFile() {
        says = "";
        ThreadDumps dumps = dumps(place);
        dumps.beforeEnd(42, true);

        assertThat(dumps.take(new ProcessKey(42, 1_000))).isEmpty();
        assertThat(place).isEmptyDirectory();
    }

    @Test
    void aPlaceThatCannotBeWrittenIsTold() {
        ThreadDumps dumps = dumps(place.resolve("no"));
        dumps.beforeEnd(42, true);

        assertThat(dumps.take(new ProcessKey(42, 1_000))).isEmpty();
        assertThat(troubles).containsExactly("dump NoSuchFileException");
    }

    private ThreadDumps dumps(Path where) {
        return new ThreadDumps(
                proc.files(),
                new KnockCheck(proc.files(), ModuleLayer.boot()),
                pid -> {
                    asked.add("open " + pid);
                    return new Jvm();
                },
                new DumpFiles(() -> where + "/"),
                clock.clocks(),
                (what, fault) -> troubles.add(what + " " + fault.getClass().getSimpleName()));
    }

    private final class Jvm implements CommandedJvm {
        @Override
        public InputStream threads() throws AttachFailure {
            asked.add("threads");
            try {
                answers.await();
            } catch (InterruptedException never) {
                throw new AttachFailure("interrupted");
            }
            return new ByteArrayInputStream(says.getBytes(UTF_8));
        }

        @Override
        public InputStream command(String command) {
            throw new IllegalStateException(command);
        }

        @Override
        public void close() {
            asked.add("closed");
            closed.countDown();
        }
    }
}
