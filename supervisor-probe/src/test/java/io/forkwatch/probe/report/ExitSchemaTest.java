package io.forkwatch.probe.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.forkwatch.probe.diagnose.Diagnoser;
import io.forkwatch.probe.diagnose.verdict.Clue;
import io.forkwatch.probe.diagnose.verdict.Confidence;
import io.forkwatch.probe.diagnose.verdict.Reason;
import io.forkwatch.probe.evidence.Evidence;
import io.forkwatch.probe.process.WaitStatus;
import io.forkwatch.probe.process.death.Ending;
import io.forkwatch.probe.report.record.LogFormat;
import io.forkwatch.probe.report.record.Records;
import io.forkwatch.probe.report.record.Style;
import io.forkwatch.probe.report.words.Language;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Records are as the schema in the docs says, and the closed lists in it are those of the code. */
class ExitSchemaTest {
    private static final String TEXT = read("exit-summary.schema.json");
    private static final JsonObject DOCUMENT = Json.parse(TEXT);
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(TEXT, InputFormat.JSON);

    static Set<String> cases() {
        return SummaryCases.all().keySet();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyGoldenSummaryIsValid(String name) {
        assertThat(SCHEMA.validate(record(name), InputFormat.JSON)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'\"event\"', '\"evil\":1,\"event\"'",
        "'\"certainty\":\"exact\"', '\"certainty\":\"sure\"'",
        "'\"reason\":\"signal\"', '\"reason\":\"oom\"'",
        "'\"confidence\":\"certain\"', '\"confidence\":\"maybe\"'",
        "'\"rule\":\"signal\"', '\"rule\":\"guess\"'",
        "'\"wait_status\"', '\"hearsay\"'",
        "'\"pid\":4242,', ''",
        "'\"signal_name\":\"SIGKILL\",', ''",
        "'\"rss_bytes\":2008023040', '\"rss_bytes\":\"1.87 GiB\"'",
        "'\"rss_bytes\":2008023040', '\"rss_bytes\":-1'",
        "'\"age_seconds\":0.004', '\"age_millis\":4'",
    })
    void whatDoesNotFitIsNot(String right, String wrong) {
        String record = record("sigkill");
        assertThat(record).contains(right);
        assertThat(SCHEMA.validate(record.replace(right, wrong), InputFormat.JSON))
                .isNotEmpty();
    }

    @Test
    void theSchemaIsOneItself() {
        Schema ofSchemas = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema("{\"$ref\":\"https://json-schema.org/draft/2020-12/schema\"}", InputFormat.JSON);
        assertThat(ofSchemas.validate(TEXT, InputFormat.JSON)).isEmpty();
    }

    @Test
    void reasonsAreThoseOfTheCode() {
        assertThat(listed("cause", "properties", "reason"))
                .isEqualTo(Arrays.stream(Reason.values()).map(Reason::label).toList());
    }

    @Test
    void confidencesAreThoseOfTheCode() {
        assertThat(listed("cause", "properties", "confidence"))
                .isEqualTo(Arrays.stream(Confidence.values())
                        .map(Confidence::label)
                        .toList());
    }

    @Test
    void cluesAreThoseOfTheCode() {
        assertThat(listed("cause", "properties", "evidence", "items"))
                .isEqualTo(Arrays.stream(Clue.values()).map(Clue::label).toList());
    }

    @Test
    void certaintiesAreThoseOfTheCode() {
        Stream<Ending> endings = Stream.of(
                new Ending.Exact(new WaitStatus(9)),
                new Ending.Flags(137, true),
                new Ending.CodeOnly(0),
                new Ending.Unannounced(),
                new Ending.Vanished());
        assertThat(listed("mechanism", "properties", "certainty"))
                .isEqualTo(endings.map(Ending::certainty).distinct().toList());
        assertThat(Ending.class.getPermittedSubclasses()).hasSize(5);
    }

    @Test
    void rulesAreThoseOfTheDocs() {
        List<String> documented = new ArrayList<>();
        read("exit-summaries.md")
                .lines()
                .dropWhile(line -> !line.startsWith("| rule |"))
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> line.substring(1, line.indexOf('|', 1)))
                .forEach(cell ->
                        Pattern.compile("[a-z_]+").matcher(cell).results().forEach(hit -> documented.add(hit.group())));
        documented.remove("rule");
        assertThat(listed("cause", "properties", "rule")).isEqualTo(documented);
    }

    @Test
    void everyRuleHasAGoldenSummary() {
        Set<String> seen = new TreeSet<>();
        for (String name : cases()) {
            seen.add(Json.parse(record(name))
                    .getAsJsonObject("cause")
                    .get("rule")
                    .getAsString());
        }
        assertThat(seen).isEqualTo(new TreeSet<>(listed("cause", "properties", "rule")));
    }

    /** What a schema requires has to be there always: a key that may be absent is so in one golden summary at least. */
    @Test
    void eachKeyHasAGoldenSummaryAndEachThatIsNotRequiredOneWithoutIt() {
        List<JsonElement> records = cases().stream()
                .map(name -> (JsonElement) Json.parse(record(name)))
                .toList();
        List<String> untold = new ArrayList<>();
        expectBoth("", DOCUMENT, records, untold);
        assertThat(untold).isEmpty();
    }

    private static void expectBoth(String path, JsonObject schema, List<JsonElement> values, List<String> untold) {
        if (schema.has("items") && schema.get("items").isJsonObject()) {
            List<JsonElement> items = values.stream()
                    .flatMap(value -> value.getAsJsonArray().asList().stream())
                    .toList();
            expectBoth(path + "[]", schema.getAsJsonObject("items"), items, untold);
        }
        if (!schema.has("properties")) {
            return;
        }
        List<JsonObject> objects =
                values.stream().map(JsonElement::getAsJsonObject).toList();
        List<String> required = schema.has("required")
                ? schema.getAsJsonArray("required").asList().stream()
                        .map(JsonElement::getAsString)
                        .toList()
                : List.of();
        schema.getAsJsonObject("properties").asMap().forEach((key, of) -> {
            List<JsonElement> there = objects.stream()
                    .filter(object -> object.has(key))
                    .map(object -> object.get(key))
                    .toList();
            if (there.isEmpty() || (!required.contains(key) && there.size() == objects.size())) {
                untold.add(path + "." + key + (there.isEmpty() ? " is never there" : " is never absent"));
            }
            expectBoth(path + "." + key, of.getAsJsonObject(), there, untold);
        });
    }

    private static List<String> listed(String... place) {
        JsonObject at = DOCUMENT.getAsJsonObject("properties");
        for (String name : place) {
            at = at.getAsJsonObject(name);
        }
        JsonArray listed = at.getAsJsonArray("enum");
        return listed.asList().stream().map(JsonElement::getAsString).toList();
    }

    private static String record(String name) {
        Evidence evidence = Objects.requireNonNull(SummaryCases.all().get(name));
        return Records.in(Style.of(LogFormat.JSON, Language.EN), Times.fixed())
                .died(evidence.death(), new Diagnoser().diagnose(evidence));
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(System.getProperty("basedir", ""), "..", "src", "docs", file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
