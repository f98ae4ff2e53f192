package io.forkwatch.probe.publish.api;

import com.google.gson.stream.JsonWriter;
import io.forkwatch.probe.process.advice.Victim;
import io.forkwatch.probe.process.view.KindTotals;
import io.forkwatch.probe.process.view.Snapshot;
import io.forkwatch.probe.procfs.Auxv;
import io.forkwatch.probe.procfs.MemoryPressure;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.cgroup.CgroupLimit;
import io.forkwatch.probe.procfs.cgroup.MemoryCgroup;
import io.forkwatch.probe.procfs.cgroup.MemoryUsageFile;
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

    /** Read now: the limit of a running container may be another one than at its start. */
    private void memory(JsonWriter json) throws IOException {
        Optional<CgroupLimit> lowest = lowestLimit();
        Optional<MemoryPressure> pressure = lowest.flatMap(CgroupLimit::pressure);
        json.name("memory").beginObject();
        if (lowest.isPresent()) {
            json.name("scope").value("cgroup");
            json.name("limit_bytes").value(lowest.get().limitBytes());
            used(json, lowest.get());
        } else {
            machine(json);
        }
        if (pressure.isEmpty()) {
            pressure = MemoryPressure.ofMachine(sources.procFs());
        }
        if (pressure.isPresent()) {
            json.name("pressure_some_ratio").value(pressure.get().someRatio());
            json.name("pressure_full_ratio").value(pressure.get().fullRatio());
        }
        json.endObject();
    }

    private Optional<CgroupLimit> lowestLimit() {
        try {
            ProcFs procFs = sources.procFs();
            List<CgroupLimit> limits = MemoryCgroup.of(
                            procFs.cgroup(procFs.self().pid()), procFs.mountInfo())
                    .map(MemoryCgroup::limits)
                    .orElse(List.of());
            CgroupLimit lowest = null;
            for (CgroupLimit limit : limits) {
                lowest = lowest == null || limit.limitBytes() < lowest.limitBytes() ? limit : lowest;
            }
            return Optional.ofNullable(lowest);
        } catch (IOException hidden) {
            return Optional.empty();
        }
    }

    private static void used(JsonWriter json, CgroupLimit limit) throws IOException {
        long used;
        try (MemoryUsageFile file = limit.gauge()) {
            used = file.usedBytes();
        } catch (IOException gone) {
            return;
        }
        json.name("used_bytes").value(used);
    }

    private void machine(JsonWriter json) throws IOException {
        long used;
        long total;
        try (MemoryUsageFile file = MemoryUsageFile.ofMachine(sources.procFs())) {
            used = file.usedBytes();
            total = file.totalBytes();
        } catch (IOException hidden) {
            return;
        }
        json.name("scope").value("machine");
        json.name("limit_bytes").value(total);
        json.name("used_bytes").value(used);
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
