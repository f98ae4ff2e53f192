package io.forkwatch.probe.procfs.pid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.forkwatch.probe.procfs.text.ByteSpan;
import io.forkwatch.probe.procfs.text.MalformedProcTextException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PidStatmTest {
    @Test
    void readsTheResidentPages() throws MalformedProcTextException {
        // Linux 6.18, a shell, and a zombie.
        assertThat(PidStatm.residentPages(ByteSpan.of("653 423 376 28 0 71 0\n")))
                .isEqualTo(423);
        assertThat(PidStatm.residentPages(ByteSpan.of("0 0 0 0 0 0 0\n"))).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "653", "653 ", "653 423", "653 x 376 28 0 71 0\n"})
    void whatIsCutOrNoNumberIsRefused(String text) {
        assertThatThrownBy(() -> PidStatm.residentPages(ByteSpan.of(text)))
                .isInstanceOf(MalformedProcTextException.class);
    }

    @Tag("fuzz")
    @FuzzTest(maxDuration = "1m")
    void whateverTheBytesAreItIsANumberOrRefused(byte[] input) {
        byte[] most = Arrays.copyOf(input, Math.min(input.length, ByteSpan.MAX_BYTES));
        try {
            assertThat(PidStatm.residentPages(ByteSpan.of(new String(most, StandardCharsets.ISO_8859_1))))
                    .isNotNegative();
        } catch (MalformedProcTextException refused) {
            assertThat(refused).hasMessageStartingWith("statm: ");
        }
    }
}
