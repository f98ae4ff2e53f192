package io.forkwatch.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import io.forkwatch.e2e.harness.Shipped;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;

/** The jar holds what is needed, and nothing more. */
class JarIT {
    /** What the rules allow. */
    private static final long LARGEST_BYTES = 2_000_000;

    private static final String TREE_READER =
            " *com\\.google\\.gson\\.stream\\.JsonReader(\\$1)? +-> com\\.google\\.gson\\.internal\\.bind\\.JsonTreeReader +not found";

    @Test
    void itIsSmall() throws IOException {
        assertThat(Files.size(Shipped.agentJar())).isLessThanOrEqualTo(LARGEST_BYTES);
    }

    /** Parts of libraries are picked by hand: one too few would be missed only where it is needed. */
    @Test
    void everyClassThatIsReferredToIsThere() throws IOException {
        Path classes = unpack();
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();

        ToolProvider.findFirst("jdeps")
                .orElseThrow()
                .run(new PrintWriter(out), new PrintWriter(err), "--missing-deps", classes.toString());

        assertThat(err.toString()).isEmpty();
        // Annotations may be missing: the JVM leaves those out that it does not find. So may tracers, which the client
        // library tries out one by one for exemplars: ours are off. So may what gson reads its own trees with: asked
        // for
        // keys of maps only, which nothing of ours is.
        assertThat(out.toString().lines().filter(line -> line.contains("->")))
                .filteredOn(line -> !line.contains("javax.annotation.")
                        && !line.contains("org.jspecify.")
                        && !line.contains("-> io.opentelemetry.")
                        && !line.matches(TREE_READER))
                .allMatch(line -> line.strip().endsWith("-> not found"), "the head, not a class");
    }

    /** The library's own would read the settings of the host. */
    @Test
    void theSettingsOfTheClientLibraryAreOurs() throws IOException {
        String loader = "io/prometheus/metrics/config/PrometheusPropertiesLoader.class";
        String constants =
                new String(Objects.requireNonNull(Shipped.hiddenFiles().get(loader)), StandardCharsets.ISO_8859_1);

        assertThat(constants).contains("load").doesNotContain("java/lang/System", "java/util/Properties", "java/io/");
    }

    /** Also what is shipped as a file of the page, and no class of which is called. */
    @Test
    void theBillOfMaterialsHasAllThatIsShipped() throws IOException {
        Path bill = Shipped.agentJar().resolveSibling("forkwatch.cdx.json");
        if (!Files.isRegularFile(bill)) {
            System.out.println("skipped: Maven makes no bill of materials offline");
            abort("no " + bill);
        }
        JsonArray components =
                JsonParser.parseString(Files.readString(bill)).getAsJsonObject().getAsJsonArray("components");
        Map<String, String> versions = new HashMap<>();
        components.forEach(each -> versions.put(
                each.getAsJsonObject().get("name").getAsString(),
                each.getAsJsonObject().get("version").getAsString()));
        assertThat(versions)
                .containsKeys("gson", "spring-security-crypto", "byte-buddy", "prometheus-metrics-core", "uplot");
        byte[] script = Objects.requireNonNull(
                Shipped.hiddenFiles().get("io/forkwatch/probe/publish/page/uplot/uPlot.iife.min.js"));
        assertThat(new String(script, 0, 200, StandardCharsets.UTF_8)).contains("(v" + versions.get("uplot") + ")");
    }

    /** Without them the children of launchers would have plainer names, and nobody would be told why. */
    @Test
    void theTablesOfNamesAreThere() throws IOException {
        assertThat(Shipped.hiddenFiles())
                .containsKeys("io/forkwatch/probe/naming/kinds.txt", "io/forkwatch/probe/naming/wrappers.txt");
    }

    /** All of the isolated loader but the bridge, which belongs to the JDK's own package. */
    private static Path unpack() throws IOException {
        Path directory = Shipped.newDirectory("jar");
        int classes = 0;
        for (Map.Entry<String, byte[]> each : Shipped.seenFiles().entrySet()) {
            if (each.getKey().endsWith(".class") && !each.getKey().startsWith("java/lang/")) {
                Path file = directory.resolve(each.getKey());
                Files.createDirectories(file.getParent());
                Files.write(file, each.getValue());
                classes++;
            }
        }
        assertThat(classes).isGreaterThan(200);
        return directory;
    }
}
