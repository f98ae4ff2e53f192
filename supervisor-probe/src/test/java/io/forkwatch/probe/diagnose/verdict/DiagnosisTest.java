package io.forkwatch.probe.diagnose.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.forkwatch.probe.process.death.Ending;
import io.forkwatch.probe.process.event.Kill;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class DiagnosisTest {
    private static final Mechanism GONE = Mechanism.of(new Ending.Vanished());
    private static final Cause CALL = new Cause.DestroyCalled(new Kill(4242, true, "main", List.of(), 7));

    private static Diagnosis diagnosis(Reason reason, Confidence confidence, String rule) {
        return Diagnosis.abnormal(GONE, reason, confidence, rule, List.of(), Optional.empty());
    }

    @Test
    void aKillOfOursIsTheReasonOrNoCause() {
        Diagnosis error = diagnosis(Reason.ERROR, Confidence.LIKELY, "error");
        assertThat(error.killedBy()).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> error.because(CALL))
                .withMessageContaining("cause");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> diagnosis(Reason.KILLED_BY_SUPERVISOR, Confidence.CERTAIN, "killed_by_supervisor"))
                .withMessageContaining("cause");
    }

    @Test
    void whatIsUnknownIsNotSure() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> diagnosis(Reason.UNKNOWN, Confidence.LIKELY, "vanished"))
                .withMessageContaining("confidence");
    }

    @Test
    void aRuleHasAName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> diagnosis(Reason.ERROR, Confidence.LIKELY, ""))
                .withMessageContaining("rule");
    }

    @Test
    void nobodyEndsBySignalAndByExit() {
        OptionalInt one = OptionalInt.of(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Mechanism(one, one, one, OptionalInt.empty(), false, "exact"))
                .withMessageContaining("exitCode");
    }
}
