package io.forkwatch.probe.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.diagnose.Diagnoser;
import io.forkwatch.probe.evidence.Evidence;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.report.record.LogFormat;
import io.forkwatch.probe.report.record.Records;
import io.forkwatch.probe.report.record.Style;
import io.forkwatch.probe.report.words.Language;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoldenSummaryTest {
    private static final Clocks UNUSED = new Clocks(() -> 0, () -> Instant.EPOCH);

    static Set<String> cases() {
        return SummaryCases.all().keySet();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theTextIsTheGoldenText(String name) throws IOException {
        assertThat(record(LogFormat.TEXT, Language.EN, name) + "\n").isEqualTo(golden(name + ".txt"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "oom-killed",
                "jvm-crash",
                "destroyed-forcibly",
                "exit-137-forwarded",
                "clean",
                "vanished",
                "stderr-wrapped"
            })
    void theFrenchTextIsTheGoldenText(String name) throws IOException {
        assertThat(record(LogFormat.TEXT, Language.FR, name) + "\n").isEqualTo(golden(name + ".fr.txt"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void bothLanguagesSayTheSameFactsInTheSameOrder(String name) {
        List<String> english = facts(record(LogFormat.TEXT, Language.EN, name));
        assertThat(facts(record(LogFormat.TEXT, Language.FR, name))).isEqualTo(english);
    }

    /** Line ends, and what is the same in all languages: numbers with their units, signals, paths, calls, options. */
    private static List<String> facts(String text) {
        Pattern fact = Pattern.compile(
                "\n|\\d[\\w.]*( [KMGT]?i?B\\b| s\\b| ms\\b)?|SIG[A-Z]+|/[\\w./-]+|\\w+\\(\\)|-[A-Z]\\w+|\\[forkwatch]");
        return fact.matcher(text).results().map(MatchResult::group).toList();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theJsonDoesNotKnowTheLanguage(String name) {
        assertThat(record(LogFormat.JSON, Language.FR, name)).isEqualTo(record(LogFormat.JSON, Language.EN, name));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theJsonHasTheGoldenContent(String name) throws IOException {
        String json = record(LogFormat.JSON, Language.EN, name);
        assertThat(Json.parse(json)).isEqualTo(Json.parse(golden(name + ".json")));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theJsonIsOneLineWhoeverCountsLines(String name) {
        assertThat(record(LogFormat.JSON, Language.EN, name)).doesNotMatch("(?s).*[\\p{Cc}\\p{Zl}\\p{Zp}].*");
    }

    private static String record(LogFormat format, Language language, String name) {
        Evidence evidence = Objects.requireNonNull(SummaryCases.all().get(name));
        return Records.in(Style.of(format, language), UNUSED)
                .died(evidence.death(), new Diagnoser().diagnose(evidence));
    }

    private static String golden(String file) throws IOException {
        try (InputStream text = GoldenSummaryTest.class.getResourceAsStream(file)) {
            return new String(Objects.requireNonNull(text, file).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
