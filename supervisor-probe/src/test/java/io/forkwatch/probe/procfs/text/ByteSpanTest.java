package io.forkwatch.probe.procfs.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSpanTest {
    @Test
    void anotherTextReplacesTheOneBefore() {
        ByteSpan span = ByteSpan.of("a long text");
        span.set("xshorty".getBytes(StandardCharsets.ISO_8859_1), 1, 5);
        assertThat(text(span)).isEqualTo("short");
        span.copyFrom(ByteBuffer.wrap(new byte[] {'n', 'i', 'o'}));
        assertThat(text(span)).isEqualTo("nio");
    }

    @Test
    void keepsItsBufferWhileTheTextFits() {
        ByteSpan span = new ByteSpan(8);
        byte[] array = span.array();
        span.set(new byte[8], 0, 8);
        assertThat(span.array()).isSameAs(array);
        span.set(new byte[9], 0, 9);
        assertThat(span.array()).isNotSameAs(array);
        assertThat(span.length()).isEqualTo(9);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 63, 64, 65, 1000, ByteSpan.MAX_BYTES - 1, ByteSpan.MAX_BYTES, ByteSpan.MAX_BYTES + 1})
    void growsToItsLimitAndCutsThere(int size) throws IOException {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) i;
        }
        byte[] kept = Arrays.copyOf(bytes, Math.min(size, ByteSpan.MAX_BYTES));
        ByteSpan span = new ByteSpan(64);
        span.readFrom(new ByteArrayInputStream(bytes));
        assertThat(Arrays.copyOf(span.array(), span.length())).isEqualTo(kept);
        span.set(bytes, 0, size);
        assertThat(Arrays.copyOf(span.array(), span.length())).isEqualTo(kept);
        span.copyFrom(ByteBuffer.wrap(bytes));
        assertThat(Arrays.copyOf(span.array(), span.length())).isEqualTo(kept);
        assertThat(span.array().length).isLessThanOrEqualTo(ByteSpan.MAX_BYTES);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, ByteSpan.MAX_BYTES + 1})
    void refusesAnImpossibleCapacity(int capacity) {
        assertThatThrownBy(() -> new ByteSpan(capacity)).isInstanceOf(IllegalArgumentException.class);
    }

    private static String text(ByteSpan span) {
        return new String(span.array(), 0, span.length(), StandardCharsets.ISO_8859_1);
    }
}
