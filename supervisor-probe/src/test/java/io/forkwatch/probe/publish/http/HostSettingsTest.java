package io.forkwatch.probe.publish.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.process.view.FixedView;
import io.forkwatch.probe.process.view.JvmView;
import io.forkwatch.probe.process.view.PssView;
import io.forkwatch.probe.process.view.Snapshot;
import io.forkwatch.probe.publish.Children;
import io.forkwatch.probe.publish.Health;
import io.forkwatch.probe.publish.MetricSources;
import io.forkwatch.probe.publish.ProbeMetrics;
import java.io.File;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The library reads the host's settings once per class loader, so each case here has a loader of its own. */
class HostSettingsTest {
    @ParameterizedTest
    @CsvSource({
        "io.prometheus.exporter.filter.metric_name_must_be_equal_to, host_metric",
        "io.prometheus.metrics.histogram_native_only, true",
        "io.prometheus.a_setting_of_a_later_version, true",
        "io.prometheus.exporter.http_server.port, not-a-number",
        "prometheus.config, /no/such/file",
    })
    void settingsThatTheHostHasForItsOwnLibraryDoNotReachOurs(String name, String value) throws Exception {
        System.setProperty(name, value);
        try (URLClassLoader loader = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
            Callable<?> scraper = (Callable<?>) loader.loadClass(Scraper.class.getName())
                    .getDeclaredConstructor()
                    .newInstance();

            assertThat(scraper.call().toString())
                    .contains("forkwatch_children{kind=\"worker\"} 1.0\n")
                    .contains("forkwatch_child_lifetime_seconds_bucket{kind=\"worker\",le=\"5.0\"} 0\n");
        } finally {
            System.clearProperty(name);
        }
    }

    private static URL[] classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(HostSettingsTest::url)
                .toArray(URL[]::new);
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(entry, e);
        }
    }

    /** One scrape of a whole server. */
    public static final class Scraper implements Callable<String> {
        @Override
        public String call() throws Exception {
            Snapshot snapshot = new Snapshot(0, List.of(), List.of(Children.totals("worker", 1)), List.of(), 0);
            ProbeMetrics metrics = new ProbeMetrics(
                    new MetricSources(
                            () -> snapshot,
                            () -> JvmView.EMPTY,
                            () -> PssView.EMPTY,
                            Map::of,
                            Map::of,
                            new Tally(),
                            new Tally()),
                    List.of("ok"),
                    "0.1.0",
                    "17");
            Health health = new Health(() -> new FixedView(snapshot), Duration.ofSeconds(1), Clocks.system());
            PortRange any = new PortRange(0, 0);
            try (ProbeServer server = ProbeServer.open(
                            HttpServer::create, "127.0.0.1", any, metrics, health, (what, fault) -> {});
                    InputStream body = URI.create(server.url()).toURL().openStream()) {
                return new String(body.readAllBytes(), UTF_8);
            }
        }
    }
}
