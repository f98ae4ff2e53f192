package io.forkwatch.probe.publish;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in examples/monitoring asks for nothing that nobody exports, and each alert has its page. */
class MonitoringExamplesTest {
    private static final Path ROOT = Path.of(System.getProperty("basedir", ""), "..");
    private static final Path EXAMPLES = ROOT.resolve("examples/monitoring");
    private static final Pattern NAME = Pattern.compile("(?:[a-z_]+:)?forkwatch_[a-z_]+(?::[a-z0-9_]+)?");
    private static final Pattern RECORDED = Pattern.compile("(?m)^ *- record: (\\S+)$");
    private static final Pattern ALERT = Pattern.compile("(?m)^ *- alert: (\\S+)$");

    private static String rules(String name) throws IOException {
        return Files.readString(EXAMPLES.resolve("rules").resolve(name));
    }

    private static Set<String> all(Pattern pattern, int group, String text) {
        Set<String> found = new TreeSet<>();
        for (Matcher matcher = pattern.matcher(text); matcher.find(); ) {
            found.add(matcher.group(group));
        }
        return found;
    }

    private static Set<String> exported() {
        Set<String> names = new HashSet<>();
        for (MetricFamily family : MetricFamily.values()) {
            String name = family.metadata().getName();
            switch (family.descriptor().getType()) {
                case COUNTER -> names.add(name + "_total");
                case INFO -> names.add(name + "_info");
                case HISTOGRAM -> names.addAll(List.of(name + "_bucket", name + "_sum", name + "_count"));
                default -> names.add(name);
            }
        }
        return names;
    }

    @Test
    void rulesAskForWhatIsExportedOrRecorded() throws IOException {
        Set<String> known = exported();
        known.addAll(all(RECORDED, 1, rules("fleet.yml")));

        assertThat(known).containsAll(all(NAME, 0, expressions(rules("fleet.yml"))));
        assertThat(known).containsAll(all(NAME, 0, expressions(rules("alerts.yml"))));
    }

    /** Names in comments and annotations are no queries. */
    private static String expressions(String yaml) {
        return yaml.replaceAll("(?m)^ *(#|summary:|runbook:|- name:).*$", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fleet", "supervisor"})
    void dashboardsAskForWhatIsExportedOrRecorded(String board) throws IOException {
        Set<String> known = exported();
        known.addAll(all(RECORDED, 1, rules("fleet.yml")));

        for (String expression : expressionsOf(board(board))) {
            assertThat(all(NAME, 0, expression)).isNotEmpty();
            assertThat(known).containsAll(all(NAME, 0, expression));
        }
    }

    private static JsonObject board(String name) throws IOException {
        String text = Files.readString(EXAMPLES.resolve("grafana/" + name + ".json"));
        return new Gson().fromJson(text, JsonObject.class);
    }

    private static List<String> expressionsOf(JsonObject board) {
        List<String> found = new ArrayList<>();
        for (JsonElement panel : board.getAsJsonArray("panels")) {
            for (JsonElement target : panel.getAsJsonObject().getAsJsonArray("targets")) {
                found.add(target.getAsJsonObject().get("expr").getAsString());
            }
        }
        return found;
    }

    /** A fixed data source is the first thing that those who import a dashboard complain about. */
    @ParameterizedTest
    @ValueSource(strings = {"fleet", "supervisor"})
    void aDashboardTakesAnyDataSource(String name) throws IOException {
        JsonObject board = board(name);
        JsonArray variables = board.getAsJsonObject("templating").getAsJsonArray("list");

        assertThat(variables.get(0).getAsJsonObject().get("type").getAsString()).isEqualTo("datasource");
        assertThat(all(Pattern.compile("\"uid\":\"([^\"]+)\""), 1, board.toString()))
                .containsExactlyInAnyOrder("${datasource}", "forkwatch-" + name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fleet", "supervisor"})
    void panelsHaveTheirPlaceAndTheirName(String name) throws IOException {
        Set<Integer> ids = new HashSet<>();
        Set<String> cells = new HashSet<>();
        for (JsonElement each : board(name).getAsJsonArray("panels")) {
            JsonObject panel = each.getAsJsonObject();
            JsonObject grid = panel.getAsJsonObject("gridPos");
            assertThat(ids.add(panel.get("id").getAsInt())).isTrue();
            assertThat(panel.get("title").getAsString()).isNotBlank();
            assertThat(panel.get("description").getAsString()).endsWith(".");
            assertThat(grid.get("x").getAsInt() + grid.get("w").getAsInt()).isLessThanOrEqualTo(24);
            for (int x = 0; x < grid.get("w").getAsInt(); x++) {
                for (int y = 0; y < grid.get("h").getAsInt(); y++) {
                    assertThat(cells.add((grid.get("x").getAsInt() + x) + ","
                                    + (grid.get("y").getAsInt() + y)))
                            .isTrue();
                }
            }
        }
    }

    @Test
    void eachAlertHasItsPageAndItsTest() throws IOException {
        String alerts = rules("alerts.yml");
        String pages = Files.readString(ROOT.resolve("src/docs/runbooks.md"));
        String tests = Files.readString(EXAMPLES.resolve("tests/alerts_test.yml"));

        Set<String> names = all(ALERT, 1, alerts);
        assertThat(names).hasSizeGreaterThan(10);
        assertThat(all(Pattern.compile("(?m)^## (\\S+)$"), 1, pages)).isEqualTo(names);
        for (String name : names) {
            assertThat(alerts).contains("runbook: " + name.toLowerCase(Locale.ROOT));
            assertThat(tests).contains("alertname: " + name);
        }
    }

    /** Everything there is named where a reader looks for it. */
    @Test
    void eachFileIsInTheDocs() throws IOException {
        String page = Files.readString(ROOT.resolve("src/docs/monitoring.md"));
        try (Stream<Path> files = Files.walk(EXAMPLES)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> EXAMPLES.relativize(file).toString()))
                    .allSatisfy(file -> assertThat(page).contains("`" + file + "`"));
        }
    }
}
