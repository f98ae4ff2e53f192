package io.forkwatch.probe.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.CpuTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RatesTest {
    @ParameterizedTest(name = "{0}+{1} to {2}+{3} ns in {4} ns is {5} cores")
    @CsvSource({
        "0, 0, 100, 0, 100, 1.0",
        "0, 0, 0, 100, 100, 1.0",
        "50, 10, 150, 110, 100, 2.0",
        "50, 10, 75, 35, 200, 0.25",
        "50, 10, 50, 10, 100, 0.0",
        "50, 10, 10, 0, 100, 0.0",
    })
    void isTheCpuTimeUsedInATime(long user, long system, long userLater, long systemLater, long nanos, double ratio) {
        assertThat(Rates.cpuRatio(new CpuTime(user, system), new CpuTime(userLater, systemLater), nanos))
                .hasValue(ratio);
    }

    @ParameterizedTest
    @CsvSource({"0", "-1"})
    void isAbsentWhereNoTimeHasPassed(long nanos) {
        assertThat(Rates.cpuRatio(CpuTime.ZERO, new CpuTime(5, 5), nanos)).isEmpty();
    }
}
