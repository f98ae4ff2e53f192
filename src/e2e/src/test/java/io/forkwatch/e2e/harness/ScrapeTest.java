package io.forkwatch.e2e.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class ScrapeTest {
    private static final Scrape SCRAPE = Scrape.parse("""
            # TYPE forkwatch_children gauge
            forkwatch_children{kind="worker"} 3
            forkwatch_children{kind="sh"} 1.0
            forkwatch_sampler_lag_seconds 2.5E-4 1700000000000
            forkwatch_sampler_tick_seconds_bucket{le="+Inf"} +Inf
            odd{text="a \\"}\\" and \\\\, b",more=""} NaN
            """);

    @Test
    void readsNamesLabelsAndValues() {
        assertThat(SCRAPE.max("forkwatch_children", Map.of("kind", "worker"))).hasValue(3);
        assertThat(SCRAPE.max("forkwatch_sampler_lag_seconds", Map.of())).hasValue(2.5E-4);
        assertThat(SCRAPE.max("forkwatch_sampler_tick_seconds_bucket", Map.of("le", "+Inf")))
                .hasValue(Double.POSITIVE_INFINITY);
    }

    @Test
    void undoesTheEscapesOfLabelValues() {
        assertThat(SCRAPE.series("odd").get(0).labels()).isEqualTo(Map.of("text", "a \"}\" and \\, b", "more", ""));
    }

    @Test
    void addsUpTheSeriesOfAName() {
        assertThat(SCRAPE.sum("forkwatch_children", Map.of())).isEqualTo(4);
        assertThat(SCRAPE.sum("forkwatch_orphans", Map.of())).isZero();
    }

    @Test
    void refusesWhatIsNotASample() {
        assertThatThrownBy(() -> Scrape.parse("forkwatch_children{kind=worker\"} 3"))
                .hasMessageStartingWith("not a sample");
        assertThatThrownBy(() -> Scrape.parse("<html>")).hasMessageStartingWith("not a sample");
    }

    @Test
    void refusesASeriesGivenTwice() {
        assertThatThrownBy(() -> Scrape.parse("a{x=\"1\",y=\"2\"} 1\na{y=\"2\",x=\"1\"} 2\n"))
                .hasMessageStartingWith("given twice");
    }
}
