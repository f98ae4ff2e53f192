package io.forkwatch.probe.procfs.pid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkwatch.probe.procfs.Fixtures;
import io.forkwatch.probe.procfs.text.ByteSpan;
import io.forkwatch.probe.procfs.text.MalformedProcTextException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PidStatmTest {
    @ParameterizedTest
    @CsvSource({
        "jvm,             659928, 14956, 5279",
        "sh,              648,    421,   395",
        "zombie-signal-9, 0,      0,     0",
        "kthreadd,        0,      0,     0",
    })
    void readsRealProcesses(String name, long size, long resident, long shared) throws MalformedProcTextException {
        assertThat(PidStatm.parse(Fixtures.span(name + "/statm"))).isEqualTo(new PidStatm(size, resident, shared));
    }

    @Test
    void absurdNumbersSaturate() throws MalformedProcTextException {
        assertThat(PidStatm.parse(ByteSpan.of("18446744073709551615 -1 9223372036854775807\n")))
                .isEqualTo(new PidStatm(Long.MAX_VALUE, 0, Long.MAX_VALUE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1 2", "1 2 ", "1 2 3", "1 2 x 4\n", "1  2 3\n", " 1 2 3\n", "1\n2", "\n\n\n\n"})
    void refusesWhatIsNotThreeWholeNumbers(String text) {
        assertThatThrownBy(() -> PidStatm.parse(ByteSpan.of(text)))
                .isInstanceOf(MalformedProcTextException.class)
                .hasMessageStartingWith("statm: ");
    }
}
