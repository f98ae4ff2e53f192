package io.forkwatch.probe.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The README's table of metrics is that of the code. To mend it, paste what the failure prints as expected. */
class ReadmeMetricsTest {
    private static final String START = "<!-- metrics -->\n";
    private static final String END = "<!-- /metrics -->";

    @Test
    void metricsAreThoseOfTheCode() throws IOException {
        String readme = Files.readString(Path.of(System.getProperty("basedir", ""), "..", "README.md"));
        assertThat(readme).containsOnlyOnce(START).containsOnlyOnce(END);
        int from = readme.indexOf(START) + START.length();
        assertThat(readme.substring(from, readme.indexOf(END))).isEqualTo(table());
    }

    private static String table() {
        StringBuilder table = new StringBuilder("| metric | type | labels | meaning |\n| --- | --- | --- | --- |\n");
        for (MetricFamily family : MetricFamily.values()) {
            table.append(row(family));
        }
        return table.toString();
    }

    private static String row(MetricFamily family) {
        String type = family.descriptor().getType().name().toLowerCase(Locale.ROOT);
        String suffix = type.equals("counter") ? "_total" : type.equals("info") ? "_info" : "";
        return "| `" + family.metadata().getName() + suffix + "` | " + type + " | "
                + String.join(", ", family.labelNames()) + " | "
                + family.metadata().getHelp() + " |\n";
    }
}
