package io.forkwatch.probe.diagnose.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignalsTest {
    @ParameterizedTest
    @CsvSource({
        "1, SIGHUP",
        "6, SIGABRT",
        "9, SIGKILL",
        "11, SIGSEGV",
        "13, SIGPIPE",
        "15, SIGTERM",
        "16, SIGSTKFLT",
        "24, SIGXCPU",
        "31, SIGSYS",
        "32, SIG32",
        "34, SIGRTMIN",
        "36, SIGRTMIN+2",
        "64, SIGRTMAX",
        "65, SIG65",
        "0, SIG0",
    })
    void namesAreThoseOfLinux(int signal, String name) {
        assertThat(Signals.name(signal)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(ints = {-128, 0, 17, 18, 19, 20, 21, 22, 23, 28, 65})
    void theseNeverEndAProcess(int signal) {
        assertThat(Signals.fatal(signal)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 9, 15, 16, 29, 30, 31, 32, 64})
    void theseEndAProcess(int signal) {
        assertThat(Signals.fatal(signal)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"3, true", "6, true", "11, true", "24, true", "31, true", "9, false", "13, false", "15, false"})
    void someDumpCore(int signal, boolean dumps) {
        assertThat(Signals.dumpsCore(signal)).isEqualTo(dumps);
    }
}
