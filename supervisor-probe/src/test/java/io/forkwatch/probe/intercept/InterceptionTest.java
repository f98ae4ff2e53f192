package io.forkwatch.probe.intercept;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.FakeTime;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InterceptionTest {
    private final FakeTime time = FakeTime.start();
    private final StubInstrumentation jvm = new StubInstrumentation();
    private final List<String> notices = new ArrayList<>();
    private final List<String> troubles = new ArrayList<>();
    private final AtomicReference<Throwable> lastFault = new AtomicReference<>();

    @ParameterizedTest
    @CsvSource({
        "SPAWN, spawn_command, 'java.lang.ProcessBuilder.start is not as expected in this JVM: "
                + "commands are read from the processes, failed starts are not seen'",
        "KILL, kill_attribution, 'java.lang.ProcessHandleImpl.destroyProcess is not as expected in this JVM: "
                + "kills by this supervisor are not recognised'",
        "ZOMBIE, zombie_read, 'java.lang.ProcessHandleImpl$1.run is not as expected in this JVM: "
                + "signals and exit codes above 128 are not told apart'",
    })
    void aMisfitIsOneLineOnceAndACapabilityLess(Edit edit, String capability, String line) {
        HostEdits edits = Interceptions.edits(EnumSet.allOf(Edit.class), lastFault);
        Interception interception = Interceptions.of(edits, lastFault);
        check(interception);
        assertThat(notices).isEmpty();

        edits.transform(null, edit.owner, null, null, Classes.EMPTY);

        check(interception);
        check(interception);
        assertThat(notices).containsExactly(line);
        assertThat(interception.capabilities()).hasSize(5).containsEntry(capability, false);
        assertThat(interception.capabilities().values().stream().filter(works -> works))
                .hasSize(4);
    }

    @Test
    void aClassWithTwoEditsThatDoesNotFitCostsBoth() {
        HostEdits edits = Interceptions.edits(EnumSet.allOf(Edit.class), lastFault);
        Interception interception = Interceptions.of(edits, lastFault);

        edits.transform(null, Edit.BIRTH.owner, null, null, Classes.EMPTY);

        check(interception);
        assertThat(notices)
                .containsExactly(
                        "java.lang.ProcessImpl.initStreams is not as expected in this JVM: "
                                + "children are not seen when they start",
                        "java.lang.ProcessImpl.initStreams is not as expected in this JVM: "
                                + "the last lines of a child's stderr are not kept");
        assertThat(interception.capabilities())
                .containsEntry("spawn_hook", false)
                .containsEntry("stderr_tail", false);
    }

    @Test
    void misfitsAreToldInTheOrderInWhichTheyTurnUp() {
        HostEdits edits = Interceptions.edits(EnumSet.allOf(Edit.class), lastFault);
        Interception interception = Interceptions.of(edits, lastFault);

        edits.transform(null, Edit.ZOMBIE.owner, null, null, Classes.EMPTY);
        check(interception);
        List<String> first = List.copyOf(notices);
        notices.clear();
        edits.transform(null, Edit.SPAWN.owner, null, null, Classes.EMPTY);
        check(interception);
        List<String> second = List.copyOf(notices);

        assertThat(first).singleElement().asString().startsWith("java.lang.ProcessHandleImpl$1.run ");
        assertThat(second).singleElement().asString().startsWith("java.lang.ProcessBuilder.start ");
    }

    @Test
    void whatIsLeftOutByChoiceIsMissingButNoMisfit() {
        Set<Edit> wanted = EnumSet.complementOf(EnumSet.of(Edit.ZOMBIE));
        Interception withoutReaper = Interceptions.of(Interceptions.edits(wanted, lastFault), lastFault);

        assertThat(withoutReaper.capabilities())
                .containsEntry("zombie_read", false)
                .containsEntry("spawn_hook", true)
                .containsEntry("spawn_command", true)
                .containsEntry("kill_attribution", true);
        check(withoutReaper);
        assertThat(notices).isEmpty();
    }

    @Test
    void aFaultOfAHookIsReportedEachTimeItHappens() {
        Interception interception = Interceptions.withFault(lastFault);

        lastFault.set(new IllegalStateException("one"));
        check(interception);
        check(interception);
        lastFault.set(new IllegalStateException("two"));
        check(interception);

        assertThat(troubles).containsExactly("hook one", "hook two");
    }

    @Test
    void aHealthyJvmGivesNothingToSayBeforeAndAfterItsEditsAreComplete() {
        Interception interception = Interceptions.waiting();

        check(interception);
        time.pass(1);
        check(interception);
        time.pass(1);
        check(interception);

        assertThat(notices).isEmpty();
        assertThat(troubles).isEmpty();
    }

    @Test
    void classesAreLoadedAndEditedASecondAfterTheFirstCheckAndOnce() {
        Interception interception = Interceptions.in(jvm);

        check(interception);
        time.nanos().addAndGet(999_000_000);
        check(interception);
        assertThat(jvm.calls()).isEmpty();
        time.nanos().addAndGet(1_000_000);
        check(interception);
        assertThat(jvm.calls()).hasSize(5).allMatch(call -> call.startsWith("retransformClasses java.lang.Process"));
        time.pass(1);
        check(interception);
        assertThat(jvm.calls()).hasSize(5);
    }

    @Test
    void aRetransformationThatFailsIsAFaultAMisfitAndOver() {
        Interception interception = Interceptions.in(jvm);
        jvm.failOn("retransformClasses java.lang.ProcessHandleImpl", new VerifyError("another agent's frames"));
        check(interception);
        time.pass(1);

        check(interception);
        check(interception);
        time.pass(1);
        check(interception);

        assertThat(troubles).containsExactly("hook another agent's frames");
        assertThat(notices)
                .containsExactly("java.lang.ProcessHandleImpl.destroyProcess is not as expected in this JVM: "
                        + "kills by this supervisor are not recognised");
        assertThat(interception.capabilities()).containsEntry("kill_attribution", false);
    }

    @Test
    void aJvmThatTakesNoTransformerCostsAllButNotTheStart() {
        Interception interception = Interceptions.in(jvm);
        jvm.failOn("addTransformer", new UnsupportedOperationException("no"));

        interception.install(() -> {});
        check(interception);

        assertThat(troubles).containsExactly("hook no");
        assertThat(notices).hasSize(5);
        assertThat(interception.capabilities().values()).hasSize(5).containsOnly(false);
    }

    @Test
    void closedBeforeItWasInstalledItMakesNoBridge() throws ReflectiveOperationException, IOException {
        Interception interception = Interceptions.in(jvm);

        interception.close();
        interception.close();
        interception.installBridge(
                new Recorder(), time.clocks(), 0, InjectedFault.NONE, Optional.empty(), Optional.empty());

        assertThat(jvm.calls()).containsExactly("removeTransformer", "removeTransformer");
        assertThat(troubles).isEmpty();
    }

    private void check(Interception interception) {
        interception.check(time.now(), notices::add, (what, fault) -> troubles.add(what + ' ' + fault.getMessage()));
    }
}
