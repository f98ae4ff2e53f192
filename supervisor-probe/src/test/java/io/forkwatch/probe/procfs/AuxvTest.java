package io.forkwatch.probe.procfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkwatch.probe.procfs.text.ByteSpan;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuxvTest {
    private static final long AT_PAGESZ = 6;
    private static final long AT_CLKTCK = 17;

    @Test
    void readsARealOne() {
        assertThat(Auxv.parse(Fixtures.span("auxv-x86_64"), ByteOrder.LITTLE_ENDIAN))
                .isEqualTo(new Auxv(100, 4096, false));
    }

    @Test
    void readsBigEndianWithLargePages() {
        ByteSpan text = words(ByteOrder.BIG_ENDIAN, AT_CLKTCK, 1024, AT_PAGESZ, 65536, 0, 0);
        assertThat(Auxv.parse(text, ByteOrder.BIG_ENDIAN)).isEqualTo(new Auxv(1024, 65536, false));
    }

    @Test
    void stopsAtTheTerminator() {
        ByteSpan text = words(ByteOrder.LITTLE_ENDIAN, AT_PAGESZ, 4096, 0, 0, AT_CLKTCK, 250);
        assertThat(Auxv.parse(text, ByteOrder.LITTLE_ENDIAN)).isEqualTo(new Auxv(100, 4096, true));
    }

    @ParameterizedTest
    @CsvSource({
        "0,       4096,       100, 4096",
        "-100,    4096,       100, 4096",
        "1000001, 4096,       100, 4096",
        "250,     0,          250, 4096",
        "250,     5000,       250, 4096",
        "250,     2048,       250, 4096",
        "250,     -4096,      250, 4096",
        "250,     2097152,    250, 4096",
    })
    void anAbsurdValueIsReplacedAndSaidSo(long ticks, long page, long ticksUsed, long pageUsed) {
        ByteSpan text = words(ByteOrder.LITTLE_ENDIAN, AT_CLKTCK, ticks, AT_PAGESZ, page, 0, 0);
        assertThat(Auxv.parse(text, ByteOrder.LITTLE_ENDIAN)).isEqualTo(new Auxv(ticksUsed, pageUsed, true));
    }

    @Test
    void anEmptyOrCutTextIsReplacedAndSaidSo() {
        assertThat(Auxv.parse(ByteSpan.of(""), ByteOrder.LITTLE_ENDIAN)).isEqualTo(new Auxv(100, 4096, true));
        assertThat(Auxv.parse(ByteSpan.of("123456789012345"), ByteOrder.LITTLE_ENDIAN))
                .isEqualTo(new Auxv(100, 4096, true));
    }

    @ParameterizedTest
    @CsvSource({
        "100,  0,                   0",
        "100,  1,                   10000000",
        "100,  137383,              1373830000000",
        "1024, 1,                   976562",
        "1024, 1024,                1000000000",
        "100,  922337203685,        9223372036850000000",
        "100,  922337203686,        9223372036854775807",
        "100,  9223372036854775807, 9223372036854775807",
    })
    void ticksBecomeNanosecondsAndSaturate(long ticksPerSecond, long ticks, long nanos) {
        assertThat(new Auxv(ticksPerSecond, 4096, false).ticksToNanos(ticks)).isEqualTo(nanos);
    }

    @ParameterizedTest
    @CsvSource({
        "4096, 0, 0",
        "4096, 14928, 61145088",
        "65536, 2, 131072",
        "4096, 9223372036854775807, 9223372036854775807"
    })
    void pagesBecomeBytesAndSaturate(long page, long pages, long bytes) {
        assertThat(new Auxv(100, page, false).pagesToBytes(pages)).isEqualTo(bytes);
    }

    @Test
    void refusesUnitsBelowOne() {
        assertThatThrownBy(() -> new Auxv(0, 4096, false)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Auxv(100, 0, false)).isInstanceOf(IllegalArgumentException.class);
    }

    private static ByteSpan words(ByteOrder order, long... words) {
        ByteBuffer buffer = ByteBuffer.allocate(Long.BYTES * words.length).order(order);
        for (long word : words) {
            buffer.putLong(word);
        }
        ByteSpan span = new ByteSpan(1);
        span.copyFrom(buffer.flip());
        return span;
    }
}
