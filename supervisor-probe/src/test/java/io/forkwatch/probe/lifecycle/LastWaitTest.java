package io.forkwatch.probe.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.HandClock;
import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.process.event.Kill;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.sample.EventInbox;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** How long the end of a JVM waits for its children. */
class LastWaitTest {
    private static final long MILLI_NANOS = 1_000_000;

    private final HandClock clock = new HandClock();
    private final EventInbox inbox =
            new EventInbox(10, ProcFs.system(), clock.clocks().monotonic(), new Tally(), () -> {});
    private final long began = clock.nanos();

    private boolean goesOn(ApplicationHooks hooks, long millis) {
        return new LastWait(hooks, inbox, began).goesOn(false, began + millis * MILLI_NANOS);
    }

    @Test
    void aJvmWithoutHooksWaitsAMoment() {
        assertThat(goesOn(ApplicationHooks.none(), 199)).isTrue();
        assertThat(goesOn(ApplicationHooks.none(), 200)).isFalse();
    }

    @Test
    void afterARequestToStopAChildItWaitsAMoment() {
        inbox.killAsked(new Kill(7, false, "main", List.of(), began + 700 * MILLI_NANOS));

        assertThat(goesOn(ApplicationHooks.none(), 899)).isTrue();
        assertThat(goesOn(ApplicationHooks.none(), 900)).isFalse();
    }

    @Test
    void aHookThatRunsIsWaitedForButNotForEver() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        Thread hook = new Thread(() -> awaitLatch(end));
        ApplicationHooks hooks = new ApplicationHooks(Map.of(hook, hook));
        assertThat(goesOn(hooks, 5_000)).as("not started").isFalse();

        hook.start();
        assertThat(goesOn(hooks, 9_999)).isTrue();
        assertThat(goesOn(hooks, 10_000)).isFalse();

        end.countDown();
        hook.join();
        assertThat(goesOn(hooks, 5_000)).as("ended").isFalse();
    }

    /** As pg_ctl, which stops a server of its own. */
    @Test
    void aHookThatRunsMayJustHaveStartedAChild() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        Thread hook = new Thread(() -> awaitLatch(end));
        LastWait wait = new LastWait(new ApplicationHooks(Map.of(hook, hook)), inbox, began);
        assertThat(wait.goesOn(true, began)).as("not started").isFalse();

        hook.start();
        assertThat(wait.goesOn(true, began + 99 * MILLI_NANOS)).isTrue();
        assertThat(wait.goesOn(true, began + 100 * MILLI_NANOS)).isFalse();

        end.countDown();
        hook.join();
        assertThat(wait.goesOn(true, began)).as("ended").isFalse();
    }

    @Test
    void ourOwnHookIsNoneOfThem() {
        Thread self = Thread.currentThread();

        assertThat(goesOn(new ApplicationHooks(Map.of(self, self)), 5_000)).isFalse();
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
