package io.forkwatch.probe.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.diagnose.verdict.Cause;
import io.forkwatch.probe.diagnose.verdict.Confidence;
import io.forkwatch.probe.diagnose.verdict.Culprit;
import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.diagnose.verdict.Reason;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeoutRulesTest {
    private static Diagnosis diagnose(Deaths deaths) {
        return new Diagnoser().diagnose(deaths.evidence());
    }

    @Test
    void theTimeWasUpAndItsCommandIsNamed() {
        Diagnosis diagnosis = diagnose(Deaths.byExit(124)
                .command("timeout", "3", "java", "-jar", "x.jar")
                .lifetimeMillis(3004)
                .descendant(5097, "java", 1, 500, false)
                .descendant(5098, "helper", 5097, 900, 500, OptionalLong.of(0)));
        assertThat(diagnosis.reason()).isEqualTo(Reason.ERROR);
        assertThat(diagnosis.confidence()).isEqualTo(Confidence.LIKELY);
        assertThat(diagnosis.cause())
                .hasValue(new Cause.TimedOut(
                        3_000_000_000L, "SIGTERM", false, Optional.of(new Culprit("java", OptionalLong.of(5097)))));
    }

    @ParameterizedTest
    @CsvSource({
        // command, exit code or -signal, lifetime in ms, rule
        "timeout 3 x, 124, 2990, timeout_ran_out",
        "timeout 3 x, 124, 9000, timeout_ran_out",
        "timeout 3 x, 124, 2900, error",
        "timeout 3 x, 1, 3004, error",
        "xargs x, 124, 3004, wrapper_code",
        "timeout -s KILL 3 x, -9, 3010, timeout_ran_out",
        "timeout -s KILL 3 x, -9, 2000, signal",
        "timeout -s KILL 3 x, -9, 5000, signal",
        "timeout -k 1 3 x, -9, 4010, timeout_ran_out",
        "timeout -k 1 3 x, -9, 3010, signal",
        "timeout --foreground -k 1 3 x, 137, 4010, timeout_ran_out",
        "timeout 3 x, -9, 3010, signal",
        "timeout -p 3 x, 143, 3010, timeout_ran_out",
        "timeout -p 3 x, 143, 2010, error",
        "timeout -p 3 x, 124, 3010, error",
    })
    void itsAgeIsTheTimeThatItWasGiven(String command, int end, long lifetimeMillis, String rule) {
        Deaths deaths = end < 0 ? Deaths.bySignal(-end) : Deaths.byExit(end);
        assertThat(diagnose(deaths.command(command.split(" ")).lifetimeMillis(lifetimeMillis))
                        .rule())
                .isEqualTo(rule);
    }

    @ParameterizedTest
    @CsvSource({"timeout 3 x; exit $?, LIKELY", "sleep 4; timeout 3 x, POSSIBLE"})
    void belowAShellThatDidSomethingElseBeforeItIsOnlyPossible(String script, Confidence confidence) {
        Diagnosis diagnosis =
                diagnose(Deaths.byExit(124).command("sh", "-c", script).lifetimeMillis(4004));
        assertThat(diagnosis.rule()).isEqualTo("timeout_ran_out");
        assertThat(diagnosis.confidence()).isEqualTo(confidence);
    }

    @Test
    void aCallOfDestroyIsAnotherReason() {
        assertThat(diagnose(Deaths.byExit(124)
                                .command("timeout", "3", "x")
                                .lifetimeMillis(3004)
                                .kill(false, 20))
                        .rule())
                .isEqualTo("error");
    }
}
