package io.forkwatch.probe.procfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkwatch.probe.procfs.text.ByteSpan;
import io.forkwatch.probe.procfs.text.MalformedProcTextException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UptimeTest {
    @Test
    void readsARealOne() throws MalformedProcTextException {
        assertThat(Uptime.parse(Fixtures.span("uptime"))).isEqualTo(new Uptime(1_376_890_000_000L));
    }

    @ParameterizedTest
    @CsvSource({
        "0.00 0.00,               0",
        "0.01 0.00,               10000000",
        "5.1 0.00,                5100000000",
        "1.123456789 0.00,        1123456789",
        "1.1234567899 0.00,       1123456789",
        "9007199.29 0.00,         9007199290000000",
        "99999999999.00 0.00,     9223372036854775807",
        "9223372036.854775807 0,  9223372036854775807",
        "9223372036.99 0.00,      9223372036854775807",
    })
    void isExactAndSaturates(String text, long nanos) throws MalformedProcTextException {
        assertThat(Uptime.parse(ByteSpan.of(text)).upNanos()).isEqualTo(nanos);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "12.5",
                "12",
                "12 3.4\n",
                ". 1\n",
                ".5 1\n",
                "-1.5 1\n",
                "-0.5 1\n",
                "1.x 1\n",
                "x.1 1\n",
                "1e3.0 1\n"
            })
    void refusesWhatIsNoWholeDecimalNumber(String text) {
        assertThatThrownBy(() -> Uptime.parse(ByteSpan.of(text)))
                .isInstanceOf(MalformedProcTextException.class)
                .hasMessageStartingWith("uptime: ");
    }
}
