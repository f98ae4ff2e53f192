package io.forkwatch.probe.thread;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.Trouble;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class DutyCycleTest {
    private static final long AN_HOUR = TimeUnit.HOURS.toNanos(1);
    private static final long PATIENCE_SECONDS = 60;
    private static final long PATIENCE_MILLIS = 60_000;
    private final BlockingQueue<Thread> iterations = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> troubles = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> failures = new LinkedBlockingQueue<>();
    private final BlockingQueue<Thread> starts = new LinkedBlockingQueue<>();
    private final BlockingQueue<Thread> closes = new LinkedBlockingQueue<>();
    private final Trouble trouble = (what, fault) -> troubles.add(what + ' ' + fault.getMessage());

    @Test
    void startsWorksAndClosesItsDutyOnADaemonThreadOfItsOwn() throws InterruptedException {
        DutyCycle cycle = new DutyCycle("tester", 0, 0);
        assertThat(cycle.hasBegun()).isFalse();

        start(cycle, () -> AN_HOUR);

        Thread thread = next(starts);
        assertThat(next(iterations)).isSameAs(thread).isNotSameAs(Thread.currentThread());
        assertThat(thread.getName()).isEqualTo("forkwatch-tester").isEqualTo(cycle.toString());
        assertThat(thread.isDaemon()).isTrue();
        assertThat(cycle.hasBegun()).isTrue();
        assertThat(closes).isEmpty();

        assertThat(cycle.stop(PATIENCE_MILLIS)).isTrue();

        assertThat(thread.isAlive()).isFalse();
        assertThat(closes).containsExactly(thread);
        assertThat(troubles).isEmpty();
    }

    @Test
    void oneThatIsStoppedBeforeAnythingWokeItHasPaidForNothing() throws InterruptedException {
        DutyCycle cycle = new DutyCycle("tester", AN_HOUR, 0);
        start(cycle, () -> AN_HOUR);

        assertThat(cycle.stop(PATIENCE_MILLIS)).isTrue();

        assertThat(starts).isEmpty();
        assertThat(closes).isEmpty();
        assertThat(troubles).isEmpty();
        assertThat(cycle.hasBegun()).isFalse();
    }

    @Test
    void oneThatWasNeverStartedCanBeWokenAndStopped() throws InterruptedException {
        DutyCycle cycle = new DutyCycle("tester", 0, 0);

        cycle.wake();

        assertThat(cycle.stop(PATIENCE_MILLIS)).isTrue();
    }

    @Test
    void whoIsAbandonedDoesNotBeginAnyMore() throws InterruptedException {
        DutyCycle cycle = new DutyCycle("tester", AN_HOUR, 0);
        start(cycle, () -> AN_HOUR);

        cycle.abandon();
        cycle.wake();

        assertThat(cycle.stop(PATIENCE_MILLIS)).isTrue();
        assertThat(starts).isEmpty();
        assertThat(closes).isEmpty();
    }

    @Test
    void theFirstWakeUpEndsItsPatience() throws InterruptedException {
        DutyCycle cycle = new DutyCycle("tester", AN_HOUR, 0);
        start(cycle, () -> AN_HOUR);

        cycle.waker().run();

        assertThat(next(iterations)).isNotNull();
        cycle.stop(PATIENCE_MILLIS);
    }

    @Test
    void oneThatIsWokenBeforeItIsStartedHasNoPatience() throws InterruptedException {
        DutyCycle cycle = new DutyCycle("tester", AN_HOUR, 0);
        cycle.wake();

        start(cycle, () -> AN_HOUR);

        assertThat(next(iterations)).isNotNull();
        cycle.stop(PATIENCE_MILLIS);
    }

    @Test
    void anIterationComesWhenItIsDue() throws InterruptedException {
        DutyCycle cycle = new DutyCycle("tester", 0, 0);

        start(cycle, () -> 1);

        assertThat(next(iterations)).isNotNull();
        assertThat(next(iterations)).isNotNull();
        assertThat(next(iterations)).isNotNull();
        cycle.stop(PATIENCE_MILLIS);
        assertThat(troubles).isEmpty();
    }

    @Test
    void wakingMakesTheNextIterationDueNow() throws InterruptedException {
        DutyCycle cycle = new DutyCycle("tester", 0, 0);
        start(cycle, () -> AN_HOUR);
        Thread thread = next(iterations);

        cycle.wake();

        assertThat(next(iterations)).isSameAs(thread);
        cycle.stop(PATIENCE_MILLIS);
    }

    @Test
    void aWakeUpDuringAnIterationThatBlocksIsNotLost() throws InterruptedException {
        AtomicBoolean woken = new AtomicBoolean();
        DutyCycle cycle = new DutyCycle("tester", 0, 0);
        start(cycle, () -> {
            if (!woken.getAndSet(true)) {
                cycle.wake();
                LockSupport.parkNanos(1); // As a lock or a queue does: takes the thread's permit.
            }
            return AN_HOUR;
        });

        assertThat(next(iterations)).isNotNull();
        assertThat(next(iterations)).isNotNull();
        cycle.stop(PATIENCE_MILLIS);
    }

    @Test
    void aDutyThatIsStoppedWhileItStartsIsClosed() throws InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        DutyCycle cycle = new DutyCycle("tester", 0, 0);
        cycle.wake();
        cycle.start(
                new Duty() {
                    @Override
                    public void onStart() {
                        awaitUninterruptibly(stopped);
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
        assertThat(cycle.stop(1)).isFalse();

        stopped.countDown();

        assertThat(next(closes)).isNotNull();
        assertThat(cycle.stop(PATIENCE_MILLIS)).isTrue();
        assertThat(iterations).isEmpty();
    }

    @Test
    void stoppingDoesNotWaitForAnIterationThatHangs() throws InterruptedException {
        CountDownLatch released = new CountDownLatch(1);
        DutyCycle cycle = new DutyCycle("tester", 0, 0);
        start(cycle, () -> {
            awaitUninterruptibly(released);
            return AN_HOUR;
        });
        Thread thread = next(iterations);

        assertThat(cycle.stop(1)).isFalse();

        assertThat(thread.isAlive()).isTrue();
        released.countDown();
        thread.join(PATIENCE_MILLIS);
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void whoStopsItselfDoesNotWaitForItself() throws InterruptedException {
        BlockingQueue<Boolean> answers = new LinkedBlockingQueue<>();
        DutyCycle cycle = new DutyCycle("tester", 0, 0);
        start(cycle, () -> {
            answers.add(stopUnchecked(cycle));
            return AN_HOUR;
        });

        assertThat(next(answers)).isTrue();
        assertThat(next(closes)).isNotNull();
        assertThat(cycle.stop(PATIENCE_MILLIS)).isTrue();
    }

    private void failed(Throwable fault) {
        failures.add(fault.getMessage());
    }

    private static boolean stopUnchecked(DutyCycle cycle) {
        try {
            return cycle.stop(PATIENCE_MILLIS);
        } catch (InterruptedException impossible) {
            return false;
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

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
