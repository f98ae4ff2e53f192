package io.forkwatch.probe.intercept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InterceptionTest {
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
        assertThat(interception.newMisfits()).isEmpty();

        edits.transform(null, edit.owner, null, null, Classes.EMPTY);

        assertThat(interception.newMisfits()).containsExactly(line);
        assertThat(interception.newMisfits()).isEmpty();
        assertThat(interception.capabilities()).hasSize(5).containsEntry(capability, false);
        assertThat(interception.capabilities().values().stream().filter(works -> works))
                .hasSize(4);
    }

    @Test
    void aClassWithTwoEditsThatDoesNotFitCostsBoth() {
        HostEdits edits = Interceptions.edits(EnumSet.allOf(Edit.class), lastFault);
        Interception interception = Interceptions.of(edits, lastFault);

        edits.transform(null, Edit.BIRTH.owner, null, null, Classes.EMPTY);

        assertThat(interception.newMisfits())
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
        List<String> first = interception.newMisfits();
        edits.transform(null, Edit.SPAWN.owner, null, null, Classes.EMPTY);
        List<String> second = interception.newMisfits();

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
        assertThat(withoutReaper.newMisfits()).isEmpty();
    }

    @Test
    void aFaultIsTakenOnce() {
        Interception interception = Interceptions.withFault(lastFault);
        IllegalStateException fault = new IllegalStateException("in a hook");
        lastFault.set(fault);

        assertThat(interception.takeFault()).containsSame(fault);
        assertThat(interception.takeFault()).isEmpty();
    }

    @Test
    void completingLoadsTheClassesOfThisJdk() {
        assertThatCode(() -> Interceptions.waiting().complete()).doesNotThrowAnyException();
    }
}
