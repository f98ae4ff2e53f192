package io.forkwatch.probe.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainNumbersTest {
    @ParameterizedTest
    @CsvSource({
        "1.27E8, 127000000",
        "1.732808881234E9, 1732808881.234",
        "1.0E7, 10000000",
        "9.007199254740993E15, 9007199254740993",
        "-1.5E9, -1500000000",
        "1.0E-5, 0.00001",
        "1.7976931348623157E308, 1.7976931348623157E308",
        "4.9E-324, 4.9E-324",
        "E, E",
        "1E, 1E",
        "0.0E0, 0"
    })
    void aNumberIsWrittenOut(String word, String plain) {
        assertThat(PlainNumbers.written(word)).isEqualTo(plain);
    }

    @Test
    void onlyTheValueOfASampleIsChanged() {
        expect(
                "# HELP a Of 1.27E8\n# TYPE a gauge\na 1.0\na{b=\"x 1.5E7\"} 1.27E8\na{b=\"E\"} 3.0\nc{d=\"y\"} NaN\n# EOF\n",
                "# HELP a Of 1.27E8\n# TYPE a gauge\na 1.0\na{b=\"x 1.5E7\"} 127000000\na{b=\"E\"} 3.0\nc{d=\"y\"} NaN\n# EOF\n");
    }

    @Test
    void aPageMayEndInTheMiddleOfItAndBeEmpty() {
        expect("", "");
        expect("\n\na 1.0E9", "\n\na 1000000000");
        expect("1.0E9", "1.0E9");
        expect("é{x=\"ü\"} 2.5E10\n", "é{x=\"ü\"} 25000000000\n");
    }

    private static void expect(String page, String plain) {
        byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
        assertThat(PlainNumbers.in(bytes, bytes.length).toString(StandardCharsets.UTF_8))
                .isEqualTo(plain);
    }
}
