package io.forkwatch.bench.scrape;

import com.sun.net.httpserver.HttpServer;
import io.forkwatch.probe.process.Child;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.CpuTime;
import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.Name;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.Slot;
import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.process.view.FixedView;
import io.forkwatch.probe.process.view.JvmView;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.process.view.Peak;
import io.forkwatch.probe.process.view.ProcessSample;
import io.forkwatch.probe.process.view.PssView;
import io.forkwatch.probe.process.view.SlowSample;
import io.forkwatch.probe.process.view.Snapshot;
import io.forkwatch.probe.publish.Health;
import io.forkwatch.probe.publish.MetricSources;
import io.forkwatch.probe.publish.ProbeMetrics;
import io.forkwatch.probe.publish.http.PortRange;
import io.forkwatch.probe.publish.http.ProbeServer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;

/** The page of Forkwatch over made-up children. All that the benchmark uses of its publishing is here. */
public final class OurPage implements Page {
    private static final int CHILDREN_OF_A_KIND = 100;
    private static final long MIB = 1 << 20;

    private final ProbeServer server;

    private OurPage(ProbeServer server) {
        this.server = server;
    }

    /** Opens a page that shows so many children. */
    public static OurPage open(int children) throws IOException {
        Snapshot snapshot = snapshot(children);
        MetricSources sources = new MetricSources(
                () -> snapshot, () -> JvmView.EMPTY, () -> PssView.EMPTY, Map::of, Map::of, new Tally(), new Tally());
        ProbeMetrics metrics = new ProbeMetrics(sources, List.of("ok"), "0", "17", Integer.MAX_VALUE);
        Clocks clocks = Clocks.system();
        Health health = new Health(() -> new FixedView(snapshot), Duration.ofSeconds(1), clocks);
        return new OurPage(ProbeServer.open(
                HttpServer::create, "127.0.0.1", new PortRange(0, 0), metrics, health, (what, fault) -> {
                    throw new IllegalStateException(what, fault);
                }));
    }

    private static Snapshot snapshot(int children) {
        Random random = new Random(17);
        List<LivingChild> living = new ArrayList<>();
        for (int i = 0; i < children; i++) {
            living.add(child(i, random));
        }
        return new Snapshot(System.nanoTime(), living, List.of(), List.of(), 0);
    }

    private static LivingChild child(int number, Random random) {
        Kind kind = new Kind("kind-" + number / CHILDREN_OF_A_KIND);
        Instant now = Instant.ofEpochMilli(1_800_000_000_000L + random.nextInt(1_000_000));
        Child child = new Child(
                new ProcessKey(10_000L + number, 99),
                new Name(kind, new Slot(number % CHILDREN_OF_A_KIND)),
                new CommandLine(List.of("/bin/sleep", "1000")),
                "/",
                "",
                now,
                number);
        long rssBytes = (1 + random.nextInt(4000)) * MIB;
        ProcessSample sample = new ProcessSample(
                number,
                'S',
                rssBytes,
                1 + random.nextInt(100),
                2 * rssBytes,
                2,
                2 + random.nextInt(100),
                OptionalDouble.of(random.nextDouble()),
                OptionalDouble.of(random.nextDouble()),
                new CpuTime(random.nextInt(1 << 30), random.nextInt(1 << 30)));
        SlowSample slow = new SlowSample(
                OptionalLong.of(0),
                OptionalLong.empty(),
                OptionalLong.of(random.nextInt(1000)),
                OptionalLong.of(4096 * MIB));
        Peak peak = new Peak(rssBytes, 2 * rssBytes);
        return new LivingChild(child, Optional.of(sample), Optional.of(now), peak, slow, List.of());
    }

    @Override
    public String url() {
        return server.url();
    }

    @Override
    public void close() {
        server.close();
    }
}
