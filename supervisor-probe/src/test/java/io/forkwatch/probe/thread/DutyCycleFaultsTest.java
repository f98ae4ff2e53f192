package io.forkwatch.probe.thread;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.Trouble;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/** What fails in a duty, or in a system that gives no thread and no memory, and what an interrupt does. */
class DutyCycleFaultsTest {
    private static final long AN_HOUR = TimeUnit.HOURS.toNanos(1);
    private static final long PATIENCE_SECONDS = 60;
    private static final long PATIENCE_MILLIS = 60_000;
    private final BlockingQueue<Thread> iterations = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> troubles = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> failures = new LinkedBlockingQueue<>();
    private final BlockingQueue<Thread> starts = new LinkedBlockingQueue<>();
    private final BlockingQueue<Thread> closes = new LinkedBlockingQueue<>();
    private final Trouble trouble = (what, fault) -> troubles.add(what + ' ' + fault.getMessage());

    private void failed(Throwable fault) {
        failures.add(fault.getMessage());
    }

    private static void awaitRest(Thread thread) {
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
    }

    private void start(DutyCycle cycle, LongSupplier work) {
        cycle.start(duty(work), trouble, this::failed);
    }

    private Duty duty(LongSupplier work) {
        return new Duty() {
            @Override
            public void onStart() {
                starts.add(Thread.currentThread());
            }

            @Override
            public long doWork() {
                iterations.add(Thread.currentThread());
                return work.getAsLong();
            }

            @Override
            public void onClose() {
                closes.add(Thread.currentThread());
            }
        };
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        return Objects.requireNonNull(queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS), "nothing came");
    }

    @Test
    void anIterationThatThrowsIsReportedAndTheNextOneComes() throws InterruptedException {
        DutyCycle cycle = new DutyCycle("tester", 0, 0);
        start(cycle, () -> {
            throw new IllegalStateException("iteration");
        });
        Thread thread = next(iterations);
        assertThat(next(troubles)).isEqualTo("tester iteration");

        cycle.wake();

        assertThat(next(iterations)).isSameAs(thread);
        assertThat(next(troubles)).isEqualTo("tester iteration");
        cycle.stop(PATIENCE_MILLIS);
        assertThat(closes).hasSize(1);
    }

    @Test
    void anErrorEndsAtTheSameWall() throws InterruptedException {
        DutyCycle cycle = new DutyCycle("tester", 0, 0);
        start(cycle, () -> {
            throw new NoClassDefFoundError("gone");
        });

        assertThat(next(troubles)).isEqualTo("tester gone");
        cycle.stop(PATIENCE_MILLIS);
    }

    @Test
    void aStartThatThrowsIsAFailureAndThereIsNoWorkAndNoClose() throws InterruptedException {
        DutyCycle cycle = new DutyCycle("tester", 0, 0);
        cycle.start(
                new Duty() {
                    @Override
                    public void onStart() {
                        starts.add(Thread.currentThread());
                        throw new IllegalStateException("start");
                    }

                    @Override
                    public long doWork() {
                        iterations.add(Thread.currentThread());
                        return AN_HOUR;
                    }

                    @Override
                    public void onClose() {
                        closes.add(Thread.currentThread());
                    }
                },
                trouble,
                this::failed);

        Thread thread = next(starts);
        assertThat(next(failures)).isEqualTo("start");
        thread.join(PATIENCE_MILLIS);
        assertThat(thread.isAlive()).isFalse();
        assertThat(iterations).isEmpty();
        assertThat(closes).isEmpty();
        assertThat(troubles).isEmpty();
    }

    @Test
    void whereTroubleItselfFailsTheThreadGoesOnAndWhatWasLostIsToldLater() throws InterruptedException {
        AtomicBoolean full = new AtomicBoolean(true);
        DutyCycle cycle = new DutyCycle("tester", 0, 0);
        cycle.start(
                duty(() -> {
                    if (full.get()) {
                        throw new OutOfMemoryError("iteration");
                    }
                    return AN_HOUR;
                }),
                (what, fault) -> {
                    if (full.get()) {
                        throw new OutOfMemoryError("trouble");
                    }
                    troubles.add(what + ' ' + fault.getMessage());
                },
                this::failed);
        Thread thread = next(iterations);
        cycle.wake();
        assertThat(next(iterations)).isSameAs(thread);

        full.set(false);
        cycle.wake();

        assertThat(next(troubles)).startsWith("untold ").endsWith("for want of memory");
        cycle.stop(PATIENCE_MILLIS);
        assertThat(closes).hasSize(1);
        assertThat(troubles).isEmpty();
    }

    @Test
    void whereTheSystemGivesNoThreadAWakeUpTriesAgainAtEverLongerIntervals() throws InterruptedException {
        AtomicInteger attempts = new AtomicInteger();
        AtomicLong now = new AtomicLong(Long.MAX_VALUE - 7);
        DutyCycle cycle = new DutyCycle(
                "tester",
                0,
                0,
                thread -> {
                    if (attempts.incrementAndGet() < 4) {
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                    thread.start();
                },
                now::get);
        start(cycle, () -> AN_HOUR);
        cycle.wake();
        assertThat(attempts).hasValue(1);

        for (int wait : new int[] {10, 20, 40}) {
            int before = attempts.get();
            now.addAndGet(TimeUnit.SECONDS.toNanos(wait) - 1);
            cycle.wake();
            assertThat(attempts).hasValue(before);
            now.addAndGet(1);
            cycle.wake();
            assertThat(attempts).hasValue(before + 1);
        }

        assertThat(next(iterations)).isNotNull();
        cycle.wake();
        assertThat(attempts).hasValue(4);
        cycle.stop(PATIENCE_MILLIS);
        assertThat(closes).hasSize(1);
    }

    @Test
    void oneForWhichThereIsNoThreadCanBeStopped() throws InterruptedException {
        AtomicLong now = new AtomicLong();
        AtomicInteger attempts = new AtomicInteger();
        DutyCycle cycle = new DutyCycle(
                "tester",
                0,
                0,
                thread -> {
                    attempts.incrementAndGet();
                    throw new OutOfMemoryError("unable to create native thread");
                },
                now::get);
        start(cycle, () -> AN_HOUR);

        assertThat(cycle.stop(PATIENCE_MILLIS)).isTrue();
        now.addAndGet(AN_HOUR);
        cycle.wake();

        assertThat(attempts).hasValue(1);
        assertThat(cycle.hasBegun()).isFalse();
    }

    @Test
    void aStartForWhichThereIsNoMemoryIsTriedAgain() throws InterruptedException {
        AtomicBoolean full = new AtomicBoolean(true);
        DutyCycle cycle = new DutyCycle("tester", 0, 0);
        cycle.start(
                new Duty() {
                    @Override
                    public void onStart() {
                        starts.add(Thread.currentThread());
                        if (full.getAndSet(false)) {
                            throw new OutOfMemoryError("start");
                        }
                    }

                    @Override
                    public long doWork() {
                        iterations.add(Thread.currentThread());
                        return AN_HOUR;
                    }

                    @Override
                    public void onClose() {
                        closes.add(Thread.currentThread());
                    }
                },
                trouble,
                this::failed);

        assertThat(next(iterations)).isNotNull();
        assertThat(starts).hasSize(2);
        assertThat(next(troubles)).isEqualTo("tester start");
        assertThat(failures).isEmpty();
        cycle.stop(PATIENCE_MILLIS);
        assertThat(closes).hasSize(1);
    }

    /** One interrupt used to make every park return at once, for ever: two million iterations in 100 ms. */
    @Test
    void anInterruptChangesNothingAndIsToldOnce() throws InterruptedException {
        DutyCycle cycle = new DutyCycle("tester", 0, 1);
        start(cycle, () -> AN_HOUR);
        Thread thread = next(iterations);
        awaitRest(thread);

        thread.interrupt();
        thread.interrupt();
        assertThat(thread.isInterrupted()).isFalse();
        assertThat(thread.getState()).isEqualTo(Thread.State.TIMED_WAITING);

        cycle.wake();
        assertThat(next(iterations)).isSameAs(thread);
        assertThat(next(troubles))
                .isEqualTo("interrupt forkwatch-tester was interrupted by the application, which changes nothing");
        awaitRest(thread);
        cycle.wake();
        assertThat(next(iterations)).isSameAs(thread);
        cycle.stop(PATIENCE_MILLIS);
        assertThat(iterations).isEmpty();
        assertThat(troubles).isEmpty();
    }

    /** An interrupt closes the channel that its thread reads, as each file of the kernel's that is held open is one. */
    @Test
    void anInterruptInTheMiddleOfAReadLeavesTheChannelOpen() throws Exception {
        Pipe pipe = Pipe.open();
        BlockingQueue<Integer> read = new LinkedBlockingQueue<>();
        DutyCycle cycle = new DutyCycle("tester", 0, 0);
        start(cycle, () -> {
            try {
                read.add(Channels.newInputStream(pipe.source()).read());
            } catch (java.io.IOException closed) {
                read.add(-2);
            }
            return AN_HOUR;
        });
        Thread thread = next(iterations);

        thread.interrupt();
        pipe.sink().write(java.nio.ByteBuffer.wrap(new byte[] {42}));

        assertThat(next(read)).isEqualTo(42);
        assertThat(pipe.source().isOpen()).isTrue();
        cycle.stop(PATIENCE_MILLIS);
        pipe.sink().close();
        pipe.source().close();
    }
}
