package io.forkwatch.probe.thread;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.Trouble;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A wake-up is never lost, at whatever moment it comes: the next iteration is an hour away, so one that is lost would
 * show. By real threads, not by Lincheck, whose parks may end at any time, so that it cannot see a lost one.
 */
class DutyCycleStressTest {
    private static final int WAKE_UPS = 20_000;
    private static final long AN_HOUR = TimeUnit.HOURS.toNanos(1);
    private static final long LOST_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final Trouble NO_TROUBLE = (what, fault) -> {
        throw new AssertionError(what, fault);
    };

    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private volatile @Nullable Thread worker;

    @Test
    void aWakeUpIsFollowedByAnIterationThatBeganAfterIt() throws InterruptedException {
        DutyCycle cycle = new DutyCycle("tester", AN_HOUR, 0);
        cycle.start(new Work(), NO_TROUBLE, fault -> NO_TROUBLE.report("start", fault));

        for (int i = 0; i < WAKE_UPS; i++) {
            int mine = asked.incrementAndGet();
            cycle.wake();
            assertThat(isDone(mine)).as("wake-up %d", mine).isTrue();
            pause(mine % 61);
        }

        cycle.stop(TimeUnit.NANOSECONDS.toMillis(LOST_NANOS));
        assertThat(worker).isNotNull().matches(thread -> !thread.isAlive(), "has ended");
    }

    private final class Work implements Duty {
        @Override
        public void onStart() {
            worker = Thread.currentThread();
        }

        @Override
        public long doWork() {
            return DutyCycleStressTest.this.doWork();
        }

        @Override
        public void onClose() {}
    }

    private long doWork() {
        int seen = asked.get();
        done.set(seen);
        // The next wake-up is asked for from here on: within this iteration, at its end, or in the rest after it.
        pause(seen % 512);
        if (seen % 3 == 0) {
            LockSupport.parkNanos(1); // As a lock does: takes the thread's permit.
        }
        return AN_HOUR;
    }

    private boolean isDone(int mine) {
        long until = System.nanoTime() + LOST_NANOS;
        while (done.get() < mine) {
            if (System.nanoTime() - until > 0) {
                return false;
            }
            Thread.onSpinWait();
        }
        return true;
    }

    /** So that the next wake-up meets the thread at another place. */
    private static void pause(int spins) {
        for (int i = 0; i < spins; i++) {
            Thread.onSpinWait();
        }
    }
}
