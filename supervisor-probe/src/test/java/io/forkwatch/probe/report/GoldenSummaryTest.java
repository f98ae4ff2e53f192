package io.forkwatch.probe.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.diagnose.Diagnoser;
import io.forkwatch.probe.evidence.Evidence;
import io.forkwatch.probe.process.Clocks;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenSummaryTest {
    private static final Clocks UNUSED = new Clocks(() -> 0, () -> Instant.EPOCH);

    static Set<String> cases() {
        return SummaryCases.all().keySet();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theTextIsTheGoldenText(String name) throws IOException {
        assertThat(record(LogFormat.TEXT, name) + "\n").isEqualTo(golden(name + ".txt"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theJsonHasTheGoldenContent(String name) throws IOException {
        String json = record(LogFormat.JSON, name);
        assertThat(Json.parse(json)).isEqualTo(Json.parse(golden(name + ".json")));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theJsonIsOneLineWhoeverCountsLines(String name) {
        assertThat(record(LogFormat.JSON, name)).doesNotMatch("(?s).*[\\p{Cc}\\p{Zl}\\p{Zp}].*");
    }

    private static String record(LogFormat format, String name) {
        Evidence evidence = Objects.requireNonNull(SummaryCases.all().get(name));
        return Records.in(format, UNUSED).died(evidence.death(), new Diagnoser().diagnose(evidence));
    }

    private static String golden(String file) throws IOException {
        try (InputStream text = GoldenSummaryTest.class.getResourceAsStream(file)) {
            return new String(Objects.requireNonNull(text, file).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
