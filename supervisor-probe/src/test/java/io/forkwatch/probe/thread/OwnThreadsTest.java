package io.forkwatch.probe.thread;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.AgentJvm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnThreadsTest {
    private static final long PATIENCE_MILLIS = 60_000;

    private final BlockingQueue<Thread> made = new LinkedBlockingQueue<>();

    /** As a thread of an application server: in a group of its own, of high priority, with a loader. */
    @SuppressWarnings("ThreadPriorityCheck")
    private List<Thread> madeByAHostThread() throws InterruptedException {
        ThreadGroup group = new ThreadGroup("host-app");
        Thread host = new Thread(group, () -> {
            made.add(OwnThreads.uninterruptible("a", () -> {}));
            made.add(OwnThreads.interruptible("b", () -> {}));
            made.add(OwnThreads.shutdownHook("c", () -> {}));
        });
        host.setPriority(Thread.MAX_PRIORITY);
        host.setDaemon(true);
        host.start();
        host.join(PATIENCE_MILLIS);
        return List.copyOf(made);
    }

    @Test
    void nothingOfTheThreadThatAsksIsHandedDown() throws InterruptedException {
        assertThat(madeByAHostThread()).hasSize(3).allSatisfy(thread -> {
            assertThat(Objects.requireNonNull(thread.getThreadGroup()).getParent())
                    .isNull();
            assertThat(thread.getPriority()).isEqualTo(Thread.NORM_PRIORITY);
            assertThat(thread.getContextClassLoader()).isNull();
            assertThat(thread.isAlive()).isFalse();
        });
    }

    @Test
    void allButTheShutdownHookAreDaemons() throws InterruptedException {
        assertThat(madeByAHostThread())
                .extracting(thread -> thread.getName() + ' ' + thread.isDaemon())
                .containsExactly("forkwatch-a true", "forkwatch-b true", "forkwatch-c false");
    }

    /** What {@code exec:java} of Maven does at the end: it interrupts its group and waits for whoever is alive in it. */
    @Test
    void aHostThatEndsItsGroupDoesNotWaitForOurs() throws InterruptedException {
        ThreadGroup group = new ThreadGroup("exec");
        CountDownLatch end = new CountDownLatch(1);
        BlockingQueue<Boolean> interrupted = new LinkedBlockingQueue<>();
        Thread host = new Thread(group, () -> {
            Thread ours = OwnThreads.interruptible("x", () -> {
                try {
                    interrupted.add(!end.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS));
                } catch (InterruptedException swept) {
                    interrupted.add(true);
                }
            });
            ours.start();
            made.add(ours);
        });
        host.start();
        host.join(PATIENCE_MILLIS);

        group.interrupt();

        assertThat(group.activeCount()).isZero();
        end.countDown();
        assertThat(interrupted.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isFalse();
    }

    @Test
    void refusedInterruptsAreCounted() {
        OwnThread thread = OwnThreads.uninterruptible("a", () -> {});

        thread.interrupt();
        thread.interrupt();

        assertThat(thread.isInterrupted()).isFalse();
        assertThat(thread.takeRefusedInterrupts()).isEqualTo(2);
        assertThat(thread.takeRefusedInterrupts()).isZero();
    }

    /** What is thrown from a handler the JVM prints, each time. */
    @Test
    void aWallThatCannotSpeakIsSilent() throws InterruptedException {
        PrintStream before = System.err;
        System.setErr(new PrintStream(new ByteArrayOutputStream()) {
            @Override
            public void println(String line) {
                throw new OutOfMemoryError("println");
            }
        });
        BlockingQueue<Boolean> ended = new LinkedBlockingQueue<>();
        try {
            Thread thread = new Thread(() -> {
                throw new OutOfMemoryError("body");
            });
            OwnThreads.wallIn(thread);
            Thread.UncaughtExceptionHandler wall = thread.getUncaughtExceptionHandler();
            wall.uncaughtException(thread, new OutOfMemoryError("body"));
            ended.add(true);
        } finally {
            System.setErr(before);
        }
        assertThat(ended).hasSize(1);
    }

    @Test
    void whatEscapesEveryWallIsOneLine(@TempDir Path directory) throws IOException {
        assertThat(AgentJvm.run(directory, EscapedFault.class, List.of()))
                .contains("[forkwatch] forkwatch-a ended: java.lang.NoClassDefFoundError: gone;"
                        + " the application is not affected")
                .noneMatch(line -> line.contains("\tat "));
    }

    /** Its stderr is the JVM's own: hence one of its own. */
    static final class EscapedFault {
        private EscapedFault() {}

        /** Throws on a thread of ours. */
        public static void main(String[] arguments) throws InterruptedException {
            Thread thread = OwnThreads.uninterruptible("a", () -> {
                throw new NoClassDefFoundError("gone");
            });
            thread.start();
            thread.join(PATIENCE_MILLIS);
        }
    }
}
