package io.forkwatch.probe.diagnose.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.diagnose.Deaths;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MechanismTest {
    @Test
    void aSignalIsNoExitCode() {
        assertThat(of(Deaths.bySignal(9)))
                .isEqualTo(new Mechanism(
                        OptionalInt.of(9),
                        OptionalInt.empty(),
                        OptionalInt.of(137),
                        OptionalInt.of(9),
                        false,
                        "exact"));
    }

    @Test
    void theCoreFlagIsNotPartOfTheSignal() {
        Mechanism mechanism = of(Deaths.byStatus(0x8b));
        assertThat(mechanism.signal()).hasValue(11);
        assertThat(mechanism.exitValue()).hasValue(139);
        assertThat(mechanism.coreDumped()).isTrue();
    }

    @Test
    void anExitCodeIsNoSignal() {
        Mechanism mechanism = of(Deaths.byStatus(35072));
        assertThat(mechanism.signal()).isEmpty();
        assertThat(mechanism.exitCode()).hasValue(137);
        assertThat(mechanism.signalInExitValue()).hasValue(9);
    }

    @ParameterizedTest
    @CsvSource({"0, true", "128, true", "129, false", "137, false", "146, true", "192, false", "193, true", "-1, false"
    })
    void anExitValueAloneIsACodeOnlyWhereNoSignalReadsTheSame(int value, boolean exited) {
        Mechanism mechanism = of(Deaths.byCodeOnly(value));
        assertThat(mechanism.exitCode().isPresent()).isEqualTo(exited);
        assertThat(mechanism.exitValue()).hasValue(value);
        assertThat(mechanism.exact()).isFalse();
    }

    @Test
    void nothingIsKnownOfOneThatVanished() {
        OptionalInt none = OptionalInt.empty();
        assertThat(of(Deaths.vanished())).isEqualTo(new Mechanism(none, none, none, none, false, "vanished"));
    }

    @Test
    void whereTheStatusIsHiddenTheFlagsTellASignalFromAnExit() {
        Mechanism killed = of(Deaths.byFlags(137, true));
        assertThat(killed.signal()).hasValue(9);
        assertThat(killed.exitCode()).isEmpty();
        assertThat(killed.rawStatus()).isEmpty();
        assertThat(killed.exact()).isTrue();
        Mechanism exited = of(Deaths.byFlags(137, false));
        assertThat(exited.signal()).isEmpty();
        assertThat(exited.exitCode()).hasValue(137);
        assertThat(exited.certainty()).isEqualTo("flags");
    }

    private static Mechanism of(Deaths deaths) {
        return Mechanism.of(deaths.death().ending());
    }
}
