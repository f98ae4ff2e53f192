package io.forkwatch.probe.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.diagnose.verdict.Confidence;
import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.diagnose.verdict.Hint;
import io.forkwatch.probe.diagnose.verdict.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitRulesTest {
    private static Diagnosis diagnose(Deaths deaths) {
        return new Diagnoser().diagnose(deaths.evidence());
    }

    @ParameterizedTest
    @CsvSource({
        // signal, soft and hard limit in s, 0 = none, own CPU time in ms, reason, confidence
        "9, 1, 1, 890, CPU_LIMIT, LIKELY",
        "9, 2, 2, 1800, CPU_LIMIT, LIKELY",
        "9, 1, 2, 1630, CPU_LIMIT, LIKELY",
        "9, 1, 1, 800, CPU_LIMIT, LIKELY",
        "9, 1, 1, 740, SIGNAL, CERTAIN",
        "9, 60, 60, 50000, SIGNAL, CERTAIN",
        "9, 1, 0, 5000, SIGNAL, CERTAIN",
        "9, 0, 0, 5000, SIGNAL, CERTAIN",
        "24, 1, 0, 990, CPU_LIMIT, CERTAIN",
        "24, 0, 0, 990, SIGNAL, CERTAIN",
        "24, 60, 60, 990, SIGNAL, CERTAIN",
        "15, 1, 1, 990, SIGNAL, CERTAIN",
    })
    void theLimitOfCpuTimeIsBlamedOnlyIfItWasUsedUp(
            int signal, long soft, long hard, long ownMillis, Reason reason, Confidence confidence) {
        Diagnosis diagnosis = diagnose(Deaths.bySignal(signal).cpuLimit(soft, hard, ownMillis));
        assertThat(diagnosis.reason()).isEqualTo(reason);
        assertThat(diagnosis.confidence()).isEqualTo(confidence);
    }

    @Test
    void aSigxcpuWithoutAKnownLimitIsLikely() {
        Diagnosis diagnosis = diagnose(Deaths.bySignal(24));
        assertThat(diagnosis.reason()).isEqualTo(Reason.CPU_LIMIT);
        assertThat(diagnosis.confidence()).isEqualTo(Confidence.LIKELY);
        assertThat(diagnosis.hint()).contains(Hint.Plain.CPU_TIME_LIMIT);
    }

    @ParameterizedTest
    @CsvSource({
        // exit code, soft and hard limit in s, CPU time in ms of all and of itself, rule
        "137, 1, 1, 990, 10, descendant_cpu_limit",
        "152, 1, 0, 990, 10, descendant_cpu_limit",
        "137, 1, 1, 700, 10, error",
        "137, 1, 1, 5000, 10, error",
        "137, 1, 1, 990, 900, error",
        "137, 0, 0, 990, 10, error",
        "1, 1, 1, 990, 10, error",
    })
    void limitsAreInherited(int code, long soft, long hard, long allMillis, long ownMillis, String rule) {
        Diagnosis diagnosis = diagnose(Deaths.byExit(code)
                .command("sh", "-c", "ulimit -t 1; spin; exit $?")
                .cpu(allMillis, 0, true)
                .cpuLimit(soft, hard, ownMillis));
        assertThat(diagnosis.rule()).isEqualTo(rule);
        assertThat(diagnosis.confidence()).isEqualTo(rule.equals("error") ? Confidence.CERTAIN : Confidence.LIKELY);
    }

    @Test
    void anErrorNearALimitSaysSo() {
        assertThat(diagnose(Deaths.byExit(1).limits(1000, 850, 0)).hint()).contains(new Hint.AddressSpace(1000, 850));
        assertThat(diagnose(Deaths.byExit(1).limits(1000, 840, 0)).hint()).contains(Hint.Plain.JVM_ENDED_ITSELF);
        assertThat(diagnose(Deaths.byExit(1).limits(1000, 0, 3)).hint()).contains(Hint.Plain.PIDS_LIMIT);
        assertThat(diagnose(Deaths.byExit(1).limits(1000, 0, 3)).reason()).isEqualTo(Reason.ERROR);
    }
}
