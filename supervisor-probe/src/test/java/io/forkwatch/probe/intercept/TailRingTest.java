package io.forkwatch.probe.intercept;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TailRingTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "8    | ''                | ''",
                "8    | one               | one",
                "8    | a_b_c_d_          | a_b_c_d_",
                "8    | a_b_c_d_e         | b_c_d_e",
                "8    | a_b_c_d_e_f_g_h   | e_f_g_h",
                "8    | nothing_but_words | words",
                "8    | onelonglongline   | ''",
                "8    | onelonglongline_  | ''",
                "2048 | a_b               | a_b",
            })
    void keepsTheLastWholeLines(int capacity, String written, String kept) {
        assertThat(text(ring(capacity, written, 3))).isEqualTo(kept);
        assertThat(text(ring(capacity, written, 1))).isEqualTo(kept);
        assertThat(text(ring(capacity, written, 100))).isEqualTo(kept);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 64, 1000, 1024, 1025, 4096})
    void keepsTheEndOfAnyStreamHoweverItIsCutUp(int capacity) {
        Random random = new Random(capacity);
        byte[] stream = new byte[10_000];
        for (int at = 0; at < stream.length; at++) {
            stream[at] = (byte) (at % 7 == 0 ? '\n' : 'a' + random.nextInt(20));
        }
        TailRing ring = new TailRing(capacity);
        for (int from = 0; from < stream.length; ) {
            int length = Math.min(random.nextInt(1500), stream.length - from);
            ring.add(stream, from, length);
            from += length;
        }

        String all = new String(stream, StandardCharsets.ISO_8859_1);
        String end = all.substring(all.length() - capacity);
        assertThat(new String(ring.lastBytes(), StandardCharsets.ISO_8859_1))
                .isEqualTo(
                        end.substring(end.indexOf('\n') + 1).isEmpty() || end.indexOf('\n') < 0
                                ? ""
                                : end.substring(end.indexOf('\n') + 1));
    }

    @Test
    void isCompleteUntilItHasAStreamAndAgainAfterIt() {
        TailRing ring = new TailRing(8);
        assertThat(ring.isComplete()).isTrue();
        ring.attached();
        assertThat(ring.isComplete()).isFalse();
        ring.complete();
        assertThat(ring.isComplete()).isTrue();
    }

    // An underscore stands for the end of a line.
    private static TailRing ring(int capacity, String written, int chunk) {
        TailRing ring = new TailRing(capacity);
        byte[] bytes = written.replace('_', '\n').getBytes(StandardCharsets.US_ASCII);
        for (int from = 0; from < bytes.length; from += chunk) {
            ring.add(bytes, from, Math.min(chunk, bytes.length - from));
        }
        return ring;
    }

    private static String text(TailRing ring) {
        return new String(ring.lastBytes(), StandardCharsets.US_ASCII).replace('\n', '_');
    }
}
