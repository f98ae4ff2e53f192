package io.forkwatch.probe.report.words;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "1023, 1023 B",
        "1024, 1.00 KiB",
        "10234, 9.99 KiB",
        "10238, 10.0 KiB",
        "102348, 99.9 KiB",
        "102399, 100 KiB",
        "1048063, 1023 KiB",
        "1048064, 1.00 MiB",
        "327155712, 312 MiB",
        "2008023040, 1.87 GiB",
        "2147483648, 2.00 GiB",
        "1319413953331, 1.20 TiB",
        "9223372036854775807, 8388608 TiB",
    })
    void memoryHasThreeDigits(long bytes, String text) {
        assertThat(Formats.bytes(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "-5, <1 ms",
        "0, <1 ms",
        "999999, <1 ms",
        "4000000, 4 ms",
        "999999999, 1.0 s",
        "1000000000, 1.0 s",
        "1290000000, 1.3 s",
        "980400000, 980 ms",
        "999600000, 1.0 s",
        "59999999999, 1m00s",
        "60000000000, 1m00s",
        "192100000000, 3m12s",
        "3599999999999, 1h00m",
        "3600000000000, 1h00m",
        "7380000000000, 2h03m",
        "86399000000000, 1d00h",
        "273600000000000, 3d04h",
    })
    void aDurationHasItsTwoLargestUnits(long nanos, String text) {
        assertThat(Formats.duration(nanos)).isEqualTo(text);
    }

    @Test
    void aLongCommandKeepsItsBeginningAndItsEnd() {
        String cut = Formats.middleCut("java -cp " + "x".repeat(9_000) + " com.acme.Main --port 1");

        assertThat(cut)
                .hasSize(500)
                .startsWith("java -cp xxx")
                .contains("x ... x")
                .endsWith(" com.acme.Main --port 1");
        assertThat(Formats.middleCut("java -jar a.jar")).isEqualTo("java -jar a.jar");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.00 s",
        "40000000, 0.04 s",
        "994000000, 0.99 s",
        "996000000, 1.0 s",
        "9100000000, 9.1 s",
        "312400000000, 312.4 s",
    })
    void cpuTimeIsInSeconds(long nanos, String text) {
        assertThat(Formats.cpuTime(nanos)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0.00 cores", "1.98, 1.98 cores", "1.999, 2.00 cores", "63.5, 63.50 cores"})
    void aRatioIsInCores(double ratio, String text) {
        assertThat(Formats.cores(ratio)).isEqualTo(text);
    }
}
