package io.forkwatch.probe.procfs.pid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.forkwatch.probe.procfs.Fixtures;
import io.forkwatch.probe.procfs.text.ByteSpan;
import io.forkwatch.probe.procfs.text.MalformedProcTextException;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PidLimitsTest {
    private static final OptionalLong NONE = OptionalLong.empty();

    @Test
    void readsWhatAShellWasGiven() throws MalformedProcTextException {
        assertThat(PidLimits.parse(Fixtures.span("limits/ulimit-t-v")))
                .isEqualTo(new PidLimits(OptionalLong.of(1), OptionalLong.of(60), OptionalLong.of(204_800_000)));
    }

    @Test
    void unlimitedIsAbsent() throws MalformedProcTextException {
        assertThat(PidLimits.parse(Fixtures.span("limits/none"))).isEqualTo(new PidLimits(NONE, NONE, NONE));
    }

    @Test
    void linesThatAreMissingOrCutAreAbsent() throws MalformedProcTextException {
        assertThat(PidLimits.parse(ByteSpan.of("Limit\nMax cpu time   1   2   seconds")))
                .isEqualTo(new PidLimits(NONE, NONE, NONE));
    }

    @Test
    void anythingElseIsMalformed() {
        assertThatExceptionOfType(MalformedProcTextException.class)
                .isThrownBy(() -> PidLimits.parse(ByteSpan.of("Max cpu time   x   2   seconds\n")));
    }
}
