package io.forkwatch.probe.publish.api;

import com.google.gson.stream.JsonWriter;
import io.forkwatch.probe.process.advice.Victim;
import io.forkwatch.probe.process.view.KindTotals;
import io.forkwatch.probe.process.view.MemoryView;
import io.forkwatch.probe.process.view.Snapshot;
import io.forkwatch.probe.procfs.Auxv;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.pid.PidStat;
import io.forkwatch.probe.publish.Health;
import io.forkwatch.probe.report.KeptExits;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** This JVM: what it is, the memory that it may use, how its sampler is, and how its children ended. */
final class SupervisorJson {
    private final ApiSources sources;
    private final WallClock wall;
    private final Optional<Self> self;

    /** What never changes. */
    private record Self(long pid, BigDecimal startTimeSeconds) {}

    SupervisorJson(ApiSources sources, WallClock wall) {
        this.sources = sources;
        this.wall = wall;
        this.self = self();
    }

    private Optional<Self> self() {
        try {
            ProcFs procFs = sources.procFs();
            Auxv units = procFs.auxv();
            PidStat stat = procFs.self();
            long ageNanos = procFs.uptime().upNanos() - units.ticksToNanos(stat.starttimeTicks());
            BigDecimal started = wall.seconds(sources.clocks().nanos() - Math.max(0, ageNanos));
            return Optional.of(new Self(stat.pid(), started));
        } catch (IOException hidden) {
            return Optional.empty();
        }
    }

    void write(JsonWriter json, Snapshot snapshot) throws IOException {
        json.name("version").value(sources.version());
        json.name("java_version").value(sources.javaVersion());
        if (self.isPresent()) {
            json.name("pid").value(self.get().pid());
            json.name("start_time_seconds").value(self.get().startTimeSeconds());
        }
        ApiJson.text(json, "main_class", mainClass());
        json.name("debug").value(sources.debug().getAsBoolean());
        sampler(json, snapshot);
        memory(json);
        json.name("next_victim")
                .value(sources.figures()
                        .advice()
                        .get()
                        .next()
                        .map(Victim::isSupervisor)
                        .orElse(false));
        kinds(json, snapshot.kinds());
        json.name("orphans").value(snapshot.orphans().size());
        exits(json, sources.exits().get());
        agent(json);
    }

    /** What was started, without its arguments. */
    private static String mainClass() {
        String command = System.getProperty("sun.java.command", "").trim();
        int blank = command.indexOf(' ');
        return blank < 0 ? command : command.substring(0, blank);
    }

    private void sampler(JsonWriter json, Snapshot snapshot) throws IOException {
        Health.Status status = sources.health().check();
        json.name("sampler").beginObject();
        json.name("status").value(status.stale() ? "stale" : "ok");
        json.name("tick_time_seconds").value(wall.seconds(snapshot.nanos()));
        json.name("lag_seconds").value(ApiJson.seconds(snapshot.lagNanos()));
        json.name("interval_seconds").value(ApiJson.seconds(sources.interval().toNanos()));
        json.endObject();
        if (status.log().isPresent()) {
            json.name("log").value(status.log().get());
        }
    }

    private void memory(JsonWriter json) throws IOException {
        Optional<MemoryView> read = sources.figures().memory().get();
        json.name("memory").beginObject();
        if (read.isPresent()) {
            MemoryView memory = read.get();
            json.name("scope").value(memory.scope());
            json.name("limit_bytes").value(memory.limitBytes());
            if (memory.usedBytes().isPresent()) {
                json.name("used_bytes").value(memory.usedBytes().getAsLong());
            }
            if (memory.someRatio().isPresent()) {
                json.name("pressure_some_ratio").value(memory.someRatio().getAsDouble());
            }
            if (memory.fullRatio().isPresent()) {
                json.name("pressure_full_ratio").value(memory.fullRatio().getAsDouble());
            }
        }
        json.endObject();
    }

    private static void kinds(JsonWriter json, List<KindTotals> kinds) throws IOException {
        int living = 0;
        json.name("kinds").beginArray();
        for (KindTotals kind : kinds) {
            living += kind.living();
            json.beginObject();
            json.name("kind").value(kind.kind().name());
            json.name("living").value(kind.living());
            json.name("starts_total").value(kind.starts());
            json.name("start_failures_total").value(kind.startFailures());
            ApiJson.cpu(json, kind.cpu());
            json.endObject();
        }
        json.endArray();
        json.name("children").value(living);
    }

    private static void exits(JsonWriter json, KeptExits exits) throws IOException {
        json.name("exits").beginObject();
        json.name("abnormal_total").value(exits.total());
        ApiJson.counts(json, "by_reason", exits.sinceStart());
        if (!exits.ofDay().isEmpty()) {
            json.name("day").value(exits.day().toString());
            ApiJson.counts(json, "of_day_by_reason", exits.ofDay());
        }
        json.endObject();
    }

    private void agent(JsonWriter json) throws IOException {
        json.name("agent").beginObject();
        json.name("cpu_seconds").beginObject();
        for (Map.Entry<String, Long> thread :
                new TreeMap<>(sources.figures().threadNanos().get()).entrySet()) {
            json.name(thread.getKey()).value(ApiJson.seconds(thread.getValue()));
        }
        json.endObject();
        ApiJson.counts(json, "dropped", sources.figures().dropped().read());
        ApiJson.counts(json, "trouble", sources.figures().trouble().read());
        json.name("capabilities").beginObject();
        for (Map.Entry<String, Boolean> each :
                new TreeMap<>(sources.figures().capabilities().get()).entrySet()) {
            json.name(each.getKey()).value(each.getValue());
        }
        json.endObject();
        json.endObject();
    }
}
