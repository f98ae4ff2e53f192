package io.forkwatch.probe.process.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BeatStateTest {
    private static final long SECOND = 1_000_000_000L;

    /** Age of the last beat in seconds, state of the process, frozen, state of the thread, CPU of the process. */
    @ParameterizedTest
    @CsvSource({
        "1, S, false, S, 0, ON_TIME",
        "3, T, true, T, 0, ON_TIME",
        "4, T, false, T, 0, STOPPED",
        "4, t, false, t, 0, STOPPED",
        "4, ?, false, T, 0, STOPPED",
        "4, S, true, S, 0, FROZEN",
        "4, T, true, T, 0, FROZEN",
        "4, S, false, R, 0.02, STARVED",
        "4, R, false, R, 1.9, STARVED",
        "4, S, false, D, 0, DISK",
        "4, S, false, S, 1.7, COLLECTING",
        "4, S, false, S, 0.1, PAUSED",
        "4, S, false, S, '', PAUSED",
        "4, S, false, '', 0, LATE",
        "4, ?, false, '', '', LATE",
        "4, Z, false, '', '', LATE"
    })
    void whatTheEvidenceAllows(
            long seconds, char process, boolean frozen, String thread, String cpu, BeatState expected) {
        Optional<Character> state = thread.isEmpty() ? Optional.empty() : Optional.of(thread.charAt(0));
        OptionalDouble ratio = cpu.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(cpu));

        assertThat(BeatState.of(seconds * SECOND, SECOND, process, frozen, state, ratio))
                .isEqualTo(expected);
    }
}
