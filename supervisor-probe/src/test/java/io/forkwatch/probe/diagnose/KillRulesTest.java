package io.forkwatch.probe.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.diagnose.verdict.Clue;
import io.forkwatch.probe.diagnose.verdict.Confidence;
import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.process.event.Kill;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** {@code process.descendants().forEach(ProcessHandle::destroyForcibly)}. */
class KillRulesTest {
    private final Deaths shell =
            Deaths.byExit(137).command("sh", "-c", "sleep 9; x").descendant(5, "sleep", 1, 9, false);

    private static Diagnosis diagnose(Deaths deaths) {
        return new Diagnoser().diagnose(deaths.evidence());
    }

    @Test
    void aKillOfItsCommandIsTheSupervisors() {
        Diagnosis diagnosis = diagnose(shell.killBelow(5, true, 3));
        assertThat(diagnosis.rule()).isEqualTo("command_killed_by_supervisor");
        assertThat(diagnosis.confidence()).isEqualTo(Confidence.LIKELY);
        assertThat(diagnosis.killedBy()).map(Kill::pid).hasValue(5L);
        assertThat(diagnosis.evidence()).startsWith(Clue.DESTROY_CALL);
    }

    @Test
    void soItIsBelowAnotherShellAndBelowTimeout() {
        Deaths nested = Deaths.byExit(143)
                .command("sh", "-c", "x")
                .descendant(5, "sh", 1, 9, false)
                .descendant(6, "sleep", 5, 1, 9, OptionalLong.of(0));
        assertThat(diagnose(nested.killBelow(6, false, 3)).rule()).isEqualTo("command_killed_by_supervisor");
        Deaths timeout = Deaths.bySignal(9).command("timeout", "60", "x").descendant(5, "x", 1, 9, false);
        assertThat(diagnose(timeout.killBelow(5, true, 3)).rule()).isEqualTo("command_killed_by_supervisor");
    }

    @Test
    void anotherSignalAnotherProcessOrAnOldRequestIsNot() {
        assertThat(diagnose(shell.killBelow(5, false, 3)).rule()).isEqualTo("forwarded_signal");
        assertThat(diagnose(Deaths.byExit(137).command("sh").killBelow(5, true, 3))
                        .rule())
                .isEqualTo("error");
        assertThat(diagnose(Deaths.byExit(137)
                                .command("sh")
                                .descendant(5, "x", 1, 1, false)
                                .killBelow(5, true, 30_001))
                        .rule())
                .isEqualTo("forwarded_signal");
        assertThat(diagnose(Deaths.bySignal(9)
                                .command("java")
                                .descendant(5, "x", 1, 1, false)
                                .killBelow(5, true, 3))
                        .rule())
                .isEqualTo("signal");
    }

    @Test
    void aRequestToEndAProcessBelowIsNoneToEndTheChild() {
        Diagnosis diagnosis = diagnose(Deaths.bySignal(9).command("java").killBelow(5, true, 3));
        assertThat(diagnosis.evidence()).contains(Clue.NO_DESTROY_CALL);
    }
}
