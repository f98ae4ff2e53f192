package io.forkwatch.probe.procfs.pid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkwatch.probe.procfs.text.ByteSpan;
import io.forkwatch.probe.procfs.text.MalformedProcTextException;
import org.junit.jupiter.api.Test;

class PidGroupTest {
    @Test
    void theyStandBehindTheParentWhateverTheNameOfTheProcess() throws MalformedProcTextException {
        assertThat(PidGroup.parse(ByteSpan.of("7 (a) b) 1 2 (c) S 1 4711 4710 0 -1 ")))
                .isEqualTo(new PidGroup(4711, 4710));
    }

    @Test
    void thoseOfAnotherNamespaceAreZero() throws MalformedProcTextException {
        assertThat(PidGroup.parse(ByteSpan.of("7 (sh) S 0 0 0 0 -1 "))).isEqualTo(new PidGroup(0, 0));
    }

    @Test
    void whatIsCutOffOrNoNumberIsMalformed() {
        assertThatThrownBy(() -> PidGroup.parse(ByteSpan.of("7 (sh) S 1 4711 47")))
                .isInstanceOf(MalformedProcTextException.class);
        assertThatThrownBy(() -> PidGroup.parse(ByteSpan.of("7 (sh) S 1 x 4710 0 ")))
                .isInstanceOf(MalformedProcTextException.class);
        assertThatThrownBy(() -> PidGroup.parse(ByteSpan.of(""))).isInstanceOf(MalformedProcTextException.class);
    }
}
