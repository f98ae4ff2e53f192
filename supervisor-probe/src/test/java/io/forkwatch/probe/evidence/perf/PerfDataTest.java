package io.forkwatch.probe.evidence.perf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PerfDataTest {
    @ParameterizedTest
    @CsvSource({"jdk17-g1, 6", "jdk25-g1, 6", "jdk17-serial, 6", "jdk25-z, 6"})
    void whatARealJvmSaysIsRead(String file, long threads) {
        PerfData data = PerfData.parse(PerfBytes.real(file)).orElseThrow();

        assertThat(data.number("java.threads.live")).hasValue(threads);
        assertThat(data.text("sun.rt.javaCommand")).hasValue("Churn 8000");
        assertThat(data.text("java.rt.vmArgs").orElseThrow()).endsWith(" -Xmx128m -Xms64m");
        assertThat(data.number("sun.os.hrt.frequency")).hasValue(1_000_000_000);
        assertThat(data.text("sun.gc.cause")).as("not wanted").isEmpty();
    }

    @Test
    void bothByteOrdersAreRead() {
        assertThat(PerfData.parse(PerfBytes.serial(10).bigEndian().bytes()))
                .isPresent()
                .isEqualTo(PerfData.parse(PerfBytes.serial(10).bytes()));
    }

    @Test
    void aJvmThatIsNotReadyHasNoneYet() {
        assertThat(PerfData.parse(PerfBytes.serial(10).notReady().bytes())).isEmpty();
    }

    @Test
    void anotherFileIsNone() {
        assertThat(PerfData.parse(new byte[0])).isEmpty();
        assertThat(PerfData.parse(new byte[4096])).isEmpty();
        byte[] later = PerfBytes.serial(10).bytes();
        later[5] = 3;
        assertThat(PerfData.parse(later)).as("a later format").isEmpty();
    }

    @Test
    void aNumberBelowZeroIsNotKnown() {
        PerfData data = PerfData.parse(
                        PerfBytes.serial(10).number("java.threads.live", -1).bytes())
                .orElseThrow();

        assertThat(data.number("java.threads.live")).isEmpty();
    }

    @Test
    void whatStandsBeforeACutIsRead() {
        byte[] whole = PerfBytes.real("jdk17-g1");
        PerfData data = PerfData.parse(Arrays.copyOf(whole, whole.length - 9)).orElseThrow();

        assertThat(data.numbers()).isNotEmpty();
        assertThat(data.numbers().size() + data.texts().size())
                .isEqualTo(PerfData.parse(whole).orElseThrow().numbers().size()
                        + PerfData.parse(whole).orElseThrow().texts().size()
                        - 1);
    }

    /** Offset in the first entry, and what is written there. */
    @ParameterizedTest
    @CsvSource({"0, 0", "0, -8", "0, 2147483647", "4, -1", "4, 2147483647", "8, -1", "8, 2147483647", "16, -8"})
    void anEntryThatPointsElsewhereIsLeftOut(int offset, int value) {
        byte[] bytes = new PerfBytes().text("java.rt.vmArgs", "-Xmx1m").bytes();
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(32 + offset, value);

        assertThat(PerfData.parse(bytes).orElseThrow().texts()).isEmpty();
    }
}
