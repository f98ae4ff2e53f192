package io.forkwatch.probe.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.FakeTime;
import io.forkwatch.probe.intercept.Interception;
import io.forkwatch.probe.intercept.Interceptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class EditCheckTest {
    private final FakeTime time = FakeTime.start();
    private final List<String> notices = new ArrayList<>();
    private final List<String> troubles = new ArrayList<>();

    @Test
    void aHealthyJvmGivesNothingToSayBeforeAndAfterItsEditsAreComplete() {
        EditCheck check = check(Interceptions.waiting());

        check.check();
        time.pass(1);
        check.check();
        time.pass(1);
        check.check();

        assertThat(notices).isEmpty();
        assertThat(troubles).isEmpty();
    }

    @Test
    void aFaultOfAHookIsReportedEachTimeItHappens() {
        AtomicReference<Throwable> lastFault = new AtomicReference<>();
        EditCheck check = check(Interceptions.withFault(lastFault));

        lastFault.set(new IllegalStateException("one"));
        check.check();
        check.check();
        lastFault.set(new IllegalStateException("two"));
        check.check();

        assertThat(troubles).containsExactly("hook one", "hook two");
    }

    @Test
    void anEditThatDoesNotFitIsNoticedOnce() {
        EditCheck check = check(Interceptions.withoutKills());

        check.check();
        time.pass(1);
        check.check();

        assertThat(notices)
                .singleElement()
                .asString()
                .startsWith("java.lang.ProcessHandleImpl.destroyProcess is not as expected in this JVM");
        assertThat(troubles).isEmpty();
    }

    private EditCheck check(Interception interception) {
        return new EditCheck(
                interception,
                time.clocks(),
                time.now() + 1_000_000_000,
                notices::add,
                (what, fault) -> troubles.add(what + ' ' + fault.getMessage()));
    }
}
