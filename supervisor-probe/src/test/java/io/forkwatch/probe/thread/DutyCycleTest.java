package io.forkwatch.probe.thread;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.Trouble;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class DutyCycleTest {
    private static final long AN_HOUR = TimeUnit.HOURS.toNanos(1);
    private static final long PATIENCE_SECONDS = 60;
    private static final long PATIENCE_MILLIS = 60_000;

    private final BlockingQueue<Thread> turns = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> troubles = new LinkedBlockingQueue<>();
    private final Trouble trouble = (what, fault) -> troubles.add(what + ' ' + fault.getMessage());

    @Test
    void setsUpAndTakesTurnsOnADaemonThreadOfItsOwn() throws InterruptedException {
        BlockingQueue<Thread> setUps = new LinkedBlockingQueue<>();
        DutyCycle loop = new DutyCycle(
                "tester",
                0,
                0,
                () -> {
                    setUps.add(Thread.currentThread());
                    return turn(AN_HOUR);
                },
                trouble);
        assertThat(setUps).isEmpty();

        loop.start();

        Thread thread = next(setUps);
        assertThat(next(turns)).isSameAs(thread).isNotSameAs(Thread.currentThread());
        assertThat(thread.getName()).isEqualTo("forkwatch-tester");
        assertThat(thread.isDaemon()).isTrue();
        assertThat(thread.getContextClassLoader()).isNull();
        loop.stop(PATIENCE_MILLIS);
    }

    @Test
    void aLoopThatIsStoppedBeforeAnythingWokeItHasPaidForNothing() throws InterruptedException {
        DutyCycle loop = new DutyCycle("tester", AN_HOUR, 0, () -> turn(AN_HOUR), trouble);
        loop.start();

        loop.stop(PATIENCE_MILLIS);

        assertThat(turns).isEmpty();
        assertThat(troubles).isEmpty();
    }

    @Test
    void theFirstWakeUpEndsItsPatience() throws InterruptedException {
        DutyCycle loop = new DutyCycle("tester", AN_HOUR, 0, () -> turn(AN_HOUR), trouble);
        loop.start();

        loop.wake();

        assertThat(next(turns)).isNotNull();
        loop.stop(PATIENCE_MILLIS);
    }

    @Test
    void aTurnComesWhenItIsDue() throws InterruptedException {
        DutyCycle loop = new DutyCycle("tester", 0, 0, () -> turn(1), trouble);

        loop.start();

        assertThat(next(turns)).isNotNull();
        assertThat(next(turns)).isNotNull();
        assertThat(next(turns)).isNotNull();
        loop.stop(PATIENCE_MILLIS);
        assertThat(troubles).isEmpty();
    }

    @Test
    void wakingMakesTheNextTurnDueNow() throws InterruptedException {
        DutyCycle loop = new DutyCycle("tester", 0, 0, () -> turn(AN_HOUR), trouble);
        loop.start();
        Thread thread = next(turns);

        loop.wake();

        assertThat(next(turns)).isSameAs(thread);
        loop.stop(PATIENCE_MILLIS);
    }

    @Test
    void aWakeUpDuringATurnThatBlocksIsNotLost() throws InterruptedException {
        AtomicReference<DutyCycle> self = new AtomicReference<>();
        AtomicBoolean woken = new AtomicBoolean();
        DutyCycle loop = new DutyCycle(
                "tester",
                0,
                0,
                () -> () -> {
                    if (!woken.getAndSet(true)) {
                        Objects.requireNonNull(self.get()).wake();
                        LockSupport.parkNanos(1); // As a lock or a queue does: takes the thread's permit.
                    }
                    turns.add(Thread.currentThread());
                    return AN_HOUR;
                },
                trouble);
        self.set(loop);
        loop.start();

        assertThat(next(turns)).isNotNull();
        assertThat(next(turns)).isNotNull();
        loop.stop(PATIENCE_MILLIS);
    }

    @Test
    void aTurnThatThrowsIsReportedAndTheNextOneIsTaken() throws InterruptedException {
        DutyCycle loop = new DutyCycle(
                "tester",
                0,
                0,
                () -> () -> {
                    turns.add(Thread.currentThread());
                    throw new IllegalStateException("turn");
                },
                trouble);
        loop.start();
        Thread thread = next(turns);
        assertThat(next(troubles)).isEqualTo("tester turn");

        loop.wake();

        assertThat(next(turns)).isSameAs(thread);
        assertThat(next(troubles)).isEqualTo("tester turn");
        loop.stop(PATIENCE_MILLIS);
    }

    @Test
    void anErrorEndsAtTheSameWall() throws InterruptedException {
        DutyCycle loop = new DutyCycle(
                "tester",
                0,
                0,
                () -> () -> {
                    throw new NoClassDefFoundError("gone");
                },
                trouble);
        loop.start();

        assertThat(next(troubles)).isEqualTo("tester gone");
        loop.stop(PATIENCE_MILLIS);
    }

    @Test
    void aSetUpThatThrowsIsReportedAndNoTurnIsTaken() throws InterruptedException {
        DutyCycle loop = new DutyCycle(
                "tester",
                0,
                0,
                () -> {
                    turns.add(Thread.currentThread());
                    throw new IllegalStateException("set-up");
                },
                trouble);
        loop.start();

        Thread thread = next(turns);
        assertThat(next(troubles)).isEqualTo("tester set-up");
        thread.join(PATIENCE_MILLIS);
        assertThat(thread.isAlive()).isFalse();
        assertThat(turns).isEmpty();
    }

    @Test
    void stoppingTakesALastTurn() throws InterruptedException {
        DutyCycle loop = new DutyCycle("tester", 0, 0, () -> turn(AN_HOUR), trouble);
        loop.start();
        Thread thread = next(turns);

        loop.stop(PATIENCE_MILLIS);

        assertThat(thread.isAlive()).isFalse();
        assertThat(turns).isNotEmpty();
    }

    @Test
    void theLastTurnIsTakenEvenIfItWasStoppedDuringItsSetUp() throws InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        DutyCycle loop = new DutyCycle(
                "tester",
                0,
                0,
                () -> {
                    awaitUninterruptibly(stopped);
                    return turn(AN_HOUR);
                },
                trouble);
        loop.wake();
        loop.start();
        loop.stop(1);
        assertThat(turns).isEmpty();

        stopped.countDown();

        Thread thread = next(turns);
        thread.join(PATIENCE_MILLIS);
        assertThat(thread.isAlive()).isFalse();
        assertThat(turns).isEmpty();
    }

    @Test
    void stoppingDoesNotWaitForATurnThatHangs() throws InterruptedException {
        CountDownLatch released = new CountDownLatch(1);
        DutyCycle loop = new DutyCycle(
                "tester",
                0,
                0,
                () -> () -> {
                    turns.add(Thread.currentThread());
                    awaitUninterruptibly(released);
                    return AN_HOUR;
                },
                trouble);
        loop.start();
        Thread thread = next(turns);

        loop.stop(1);

        assertThat(thread.isAlive()).isTrue();
        released.countDown();
        thread.join(PATIENCE_MILLIS);
        assertThat(thread.isAlive()).isFalse();
    }

    private LongSupplier turn(long nanos) {
        return () -> {
            turns.add(Thread.currentThread());
            return nanos;
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
