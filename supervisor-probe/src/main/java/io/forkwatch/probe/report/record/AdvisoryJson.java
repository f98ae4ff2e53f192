package io.forkwatch.probe.report.record;

import com.google.gson.stream.JsonWriter;
import io.forkwatch.probe.process.advice.AdviceNews;
import io.forkwatch.probe.process.advice.Advisory;
import io.forkwatch.probe.process.advice.BlockedNews;
import io.forkwatch.probe.process.advice.CgroupNews;
import io.forkwatch.probe.process.advice.GrowthNews;
import io.forkwatch.probe.process.advice.HeapNews;
import io.forkwatch.probe.process.advice.HeldOutputNews;
import io.forkwatch.probe.process.advice.IdleNews;
import io.forkwatch.probe.process.advice.MemoryNews;
import io.forkwatch.probe.process.advice.MemoryNews.Share;
import io.forkwatch.probe.process.advice.MemoryNews.What;
import io.forkwatch.probe.process.advice.SweepNews;
import io.forkwatch.probe.process.advice.Victim;
import java.io.IOException;

/** What is said before the kernel acts, as fields of an object. */
final class AdvisoryJson {
    private static final String SUPERVISOR = "supervisor";

    private AdvisoryJson() {}

    static void write(JsonWriter json, Advisory news) throws IOException {
        if (news instanceof AdviceNews advice) {
            advice(json, advice);
        } else if (news instanceof MemoryNews memory) {
            memory(json, memory);
        } else if (news instanceof GrowthNews growth) {
            growth(json, growth);
        } else if (news instanceof HeapNews heaps) {
            heaps(json, heaps);
        } else if (news instanceof IdleNews idle) {
            idle(json, idle);
        } else if (news instanceof SweepNews sweep) {
            sweep(json, sweep);
        } else if (news instanceof CgroupNews cgroup) {
            cgroup(json, cgroup);
        } else if (news instanceof BlockedNews blocked) {
            HangJson.write(json, blocked);
        } else if (news instanceof HeldOutputNews held) {
            HangJson.write(json, held);
        }
    }

    private static void advice(JsonWriter json, AdviceNews news) throws IOException {
        ExitJson.identity(json, news.advice().child());
        AdviceJson.write(json, news.advice());
        json.name("since_seconds")
                .value(ExitJson.seconds(news.nanos() - news.advice().sinceNanos()));
    }

    private static void memory(JsonWriter json, MemoryNews news) throws IOException {
        json.name("cgroup").value(news.cgroup());
        json.name("limit_bytes").value(news.limitBytes());
        if (news.what() == What.LIMIT) {
            json.name("limit_before_bytes").value(news.limitBeforeBytes());
        }
        json.name("used_bytes").value(news.use().keptBytes());
        json.name("anon_bytes").value(news.use().anonBytes());
        json.name("shmem_bytes").value(news.use().shmemBytes());
        json.name("cache_bytes").value(news.use().cacheBytes());
        if (news.waitedRatio().isPresent()) {
            json.name("waited_ratio").value(news.waitedRatio().getAsDouble());
        }
        if (!news.largest().isEmpty()) {
            json.name("largest").beginArray();
            for (Share share : news.largest()) {
                share(json, share);
            }
            json.endArray();
        }
        if (news.victim().isPresent()) {
            victim(json, news.victim().get());
        }
    }

    private static void cgroup(JsonWriter json, CgroupNews news) throws IOException {
        json.name("cgroup").value(news.cgroup());
        if (!news.isRemoved()) {
            json.name("kills").value(news.kills());
            json.name("processes").beginArray();
            for (Share share : news.processes()) {
                share(json, share);
            }
            json.endArray();
        }
    }

    private static void victim(JsonWriter json, Victim victim) throws IOException {
        json.name("next_victim").beginObject();
        json.name("name")
                .value(victim.child().map(child -> child.name().toString()).orElse(SUPERVISOR));
        json.name("pid").value(victim.pid());
        json.name("rss_bytes").value(victim.rssBytes());
        json.name("score").value(victim.score());
        json.endObject();
    }

    private static void share(JsonWriter json, Share share) throws IOException {
        json.beginObject();
        json.name("name").value(share.who().isEmpty() ? SUPERVISOR : share.who());
        json.name("pid").value(share.pid());
        json.name("rss_bytes").value(share.rssBytes());
        json.endObject();
    }

    private static void growth(JsonWriter json, GrowthNews news) throws IOException {
        ExitJson.identity(json, news.child());
        json.name("tree_rss_bytes").value(news.rssBytes());
        json.name("limit_bytes").value(news.limitBytes());
        json.name("limit").value(news.soft() ? "rss" : "cgroup");
        json.name("limit_forecast_seconds").value(ExitJson.seconds(news.nanos()));
    }

    private static void idle(JsonWriter json, IdleNews news) throws IOException {
        ExitJson.identity(json, news.child());
        json.name("idle_seconds").value(ExitJson.seconds(news.nanos()));
        json.name("cpu_seconds").value(ExitJson.seconds(news.cpuNanos()));
        json.name("tree_processes").value(news.processes());
    }

    private static void sweep(JsonWriter json, SweepNews news) throws IOException {
        json.name("path").value(news.path());
        if (!news.isJudged()) {
            json.name("why").value(news.verdict().label());
        }
        if (!news.place().isEmpty()) {
            json.name("place").value(news.place());
        }
        if (news.entries() > 0) {
            json.name("size_bytes").value(news.bytes());
            json.name("entries").value(news.entries());
            json.name("unchanged_seconds").value(ExitJson.seconds(news.ageNanos()));
        }
    }

    private static void heaps(JsonWriter json, HeapNews news) throws IOException {
        json.name("cgroup").value(news.cgroup());
        json.name("limit_bytes").value(news.limitBytes());
        json.name("heap_max_bytes").value(news.sumBytes());
        json.name("heaps").beginArray();
        for (HeapNews.Heaps heaps : news.heaps()) {
            json.beginObject();
            json.name("kind").value(heaps.kind().name());
            json.name("count").value(heaps.count());
            json.name("heap_max_bytes").value(heaps.maxBytes());
            json.endObject();
        }
        json.endArray();
    }
}
