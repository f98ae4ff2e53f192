package io.forkwatch.probe.procfs.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, 1",
        "42 (java), 42, 2",
        "007, 7, 3",
        "999999999999999999, 999999999999999999, 18",
        "1000000000000000000, -1, 19",
        "'', -1, 0",
        "x1, -1, 0",
        "-1, -1, 0",
        "\u0661, -1, 0",
    })
    void aNumberAtTheBeginningIsReadAsTextAndAsBytes(String text, long number, int end) {
        byte[] bytes = text.getBytes(ISO_8859_1);

        assertThat(Numbers.leading(text, 0)).isEqualTo(number);
        assertThat(Numbers.leading(bytes, 0, bytes.length)).isEqualTo(number);
        assertThat(Numbers.endOfDigits(text, 0)).isEqualTo(end);
        assertThat(Numbers.whole(text)).isEqualTo(end == text.length() ? number : -1);
    }

    @ParameterizedTest
    @CsvSource({"'6,4242,', 2, 4242", "'6,4242,', 1, -1", "'6,4242', 6, -1"})
    void aNumberWithinATextIsReadFromThere(String text, int from, long number) {
        byte[] bytes = text.getBytes(ISO_8859_1);

        assertThat(Numbers.leading(text, from)).isEqualTo(number);
        assertThat(Numbers.leading(bytes, from, bytes.length)).isEqualTo(number);
    }
}
