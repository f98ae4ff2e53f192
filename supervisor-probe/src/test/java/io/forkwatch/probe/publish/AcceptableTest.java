package io.forkwatch.probe.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Weights of RFC 9110, 12.4.2. */
class AcceptableTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | 0",
                "text/plain | 1",
                "TEXT/Plain;Version=0.0.4 | 1",
                "text/plain;q=0 | 0",
                "text/plain; q=0.000 | 0",
                "text/plain ; version=1 ; Q=0.25 ; x=y | 0.25",
                "text/plain;q=1.000 | 1",
                "text/plain;q= | 1",
                "text/plain;q=2 | 1",
                "text/plain;q=-1 | 1",
                "text/plain;q=NaN | 1",
                "text/plain;q=0x1p-3 | 1",
                "text/plain;q=0.1234 | 1",
                "text/plain;q=0.2,text/plain;q=0.7,text/plain;q=0.5 | 0.7",
                "text/plain;q=0.2,text/*;q=0.9,*/* | 0.2",
                "*/*;q=0.3,text/*;q=0.4 | 0.4",
                "*/*;q=0.3 | 0.3",
                "*/*,text/plain;q=0 | 0",
                "text/plainer,xtext/plain | 0",
                ",;,=;q=0,,q=1 | 0",
            })
    void theMostSpecificRangeSaysHowMuchItIsWanted(String header, double weight) {
        assertThat(Acceptable.of(List.of(header)).weight("text/plain", "text/*", "*/*"))
                .isEqualTo(weight);
    }

    @Test
    void severalValuesAreOneList() {
        Acceptable both = Acceptable.of(List.of("gzip;q=0.5, br", "identity"));

        assertThat(both.ranges())
                .containsExactly(
                        new Acceptable.Range("gzip", 0.5),
                        new Acceptable.Range("br", 1),
                        new Acceptable.Range("identity", 1));
    }

    @Test
    void whatIsNotSaidIsNotWanted() {
        assertThat(Acceptable.of(List.of()).weight("gzip")).isZero();
    }
}
