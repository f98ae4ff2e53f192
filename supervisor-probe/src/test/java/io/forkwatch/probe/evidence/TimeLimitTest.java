package io.forkwatch.probe.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeLimitTest {
    @ParameterizedTest
    @CsvSource({
        "timeout 3 java, 3000, TERM, 0, false",
        "timeout 1.5m java, 90000, TERM, 0, false",
        "timeout -s KILL 2 x, 2000, KILL, 0, false",
        "timeout -s9 2 x, 2000, KILL, 0, false",
        "timeout --signal=SIGINT -k 1 .5 x, 500, INT, 1000, false",
        "timeout --preserve-status --kill-after=2s 1h x, 3600000, TERM, 2000, true",
        "nice -n 3 timeout --foreground 1 x, 1000, TERM, 0, false",
    })
    void isReadFromTheCommand(String command, long millis, String signal, long killMillis, boolean preserves) {
        OptionalLong kill = killMillis == 0 ? OptionalLong.empty() : OptionalLong.of(killMillis * 1_000_000);
        assertThat(TimeLimit.in(List.of(command.split(" "))))
                .hasValue(new TimeLimit(millis * 1_000_000, signal, kill, preserves));
    }

    @ParameterizedTest
    @ValueSource(strings = {"timeout", "timeout 0 x", "timeout abc x", "timeout -s", "java 3 x", "xargs timeout 3 x"})
    void isNotThereWhereNothingIsUnderstood(String command) {
        assertThat(TimeLimit.in(List.of(command.split(" ")))).isEmpty();
    }
}
