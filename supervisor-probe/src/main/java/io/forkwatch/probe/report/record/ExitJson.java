package io.forkwatch.probe.report.record;

import com.google.gson.stream.JsonWriter;
import io.forkwatch.probe.diagnose.verdict.Clue;
import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.diagnose.verdict.Mechanism;
import io.forkwatch.probe.diagnose.verdict.Signals;
import io.forkwatch.probe.process.Child;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.death.Descendant;
import io.forkwatch.probe.process.death.OomCounts;
import io.forkwatch.probe.process.view.JvmFigures;
import io.forkwatch.probe.process.view.ProcessSample;
import io.forkwatch.probe.report.words.Words;
import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The fields of {@code child_died} and {@code child_ended}. */
final class ExitJson {
    private ExitJson() {}

    static void write(JsonWriter json, Death death, Diagnosis diagnosis, Words words) throws IOException {
        identity(json, death.child());
        json.name("lifetime_seconds").value(seconds(death.lifetime().toNanos()));
        mechanism(json, diagnosis.mechanism());
        reason(json, diagnosis);
        if (death.lastSample().isPresent()) {
            lastSample(json, death.lastSample().get(), death);
        }
        totals(json, death);
        if (death.oom().isPresent()) {
            oom(json, death.oom().get());
        }
        if (diagnosis.jvm().isPresent()) {
            jvm(json, diagnosis.jvm().get(), death.nanos());
        }
        if (diagnosis.own().isPresent()) {
            json.name("black_box").beginObject();
            OwnWordJson.write(json, diagnosis.own().get(), death.nanos());
            json.endObject();
        }
        if (diagnosis.inside().isPresent()) {
            InsideJson.write(json, diagnosis.inside().get(), death.nanos());
        }
        tree(json, death);
        stderrTail(json, diagnosis.stderr());
        text(json, "command", death.child().command().redacted());
        text(json, "directory", death.child().directory());
        if (diagnosis.cause().isPresent()) {
            diagnosis.cause().get().match(new CauseJson(death.nanos())).write(json);
        }
        if (diagnosis.hint().isPresent()) {
            json.name("hint").value(words.hint(diagnosis.hint().get(), death));
        }
    }

    /** Kind, slot and pid; the overflow is no slot. */
    static void identity(JsonWriter json, Child child) throws IOException {
        json.name("kind").value(child.name().kind().name());
        if (child.name().slot().number() >= 0) {
            json.name("slot").value(child.name().slot().number());
        }
        text(json, "title", child.title());
        json.name("pid").value(child.key().pid());
    }

    private static void mechanism(JsonWriter json, Mechanism mechanism) throws IOException {
        json.name("mechanism").beginObject();
        if (mechanism.signal().isPresent()) {
            int signal = mechanism.signal().getAsInt();
            json.name("signal").value(signal);
            json.name("signal_name").value(Signals.name(signal));
            if (!mechanism.hidden()) {
                json.name("core_dumped").value(mechanism.coreDumped());
            }
        }
        number(json, "exit_code", mechanism.exitCode());
        number(json, "exit_value", mechanism.exitValue());
        number(json, "raw_status", mechanism.rawStatus());
        json.name("certainty").value(mechanism.certainty());
        json.endObject();
    }

    private static void reason(JsonWriter json, Diagnosis diagnosis) throws IOException {
        json.name("cause").beginObject();
        json.name("reason").value(diagnosis.reason().label());
        json.name("confidence").value(diagnosis.confidence().label());
        json.name("rule").value(diagnosis.rule());
        json.name("evidence").beginArray();
        for (Clue clue : diagnosis.evidence()) {
            json.value(clue.label());
        }
        json.endArray();
        json.endObject();
    }

    private static void lastSample(JsonWriter json, ProcessSample sample, Death death) throws IOException {
        json.name("last_sample").beginObject();
        json.name("age_seconds").value(seconds(death.nanos() - sample.nanos()));
        json.name("state").value(String.valueOf(sample.state()));
        if (death.around().frozen()) {
            json.name("frozen").value(true);
        }
        json.name("rss_bytes").value(sample.rssBytes());
        json.name("threads").value(sample.threads());
        json.name("tree_rss_bytes").value(sample.treeRssBytes());
        positive(json, "rss_possible_error_bytes", death.doubt().rssErrorBytes());
        positive(json, "tree_rss_possible_error_bytes", death.doubt().treeRssErrorBytes());
        json.name("tree_processes").value(sample.treeProcesses());
        json.name("tree_threads").value(sample.treeThreads());
        ratio(json, "cpu_ratio", sample.cpuRatio());
        ratio(json, "tree_cpu_ratio", sample.treeCpuRatio());
        json.endObject();
    }

    private static void totals(JsonWriter json, Death death) throws IOException {
        if (death.peak().rssBytes() > 0) {
            json.name("peak_rss_bytes").value(death.peak().rssBytes());
            json.name("peak_tree_rss_bytes").value(death.peak().treeRssBytes());
            if (death.doubt().peakNanos().isPresent()) {
                json.name("peak_age_seconds")
                        .value(seconds(death.nanos() - death.doubt().peakNanos().getAsLong()));
            }
        }
        if (Words.cpuKnown(death)) {
            json.name("cpu_seconds").beginObject();
            json.name("user").value(seconds(death.cpu().userNanos()));
            json.name("system").value(seconds(death.cpu().systemNanos()));
            json.name("exact").value(death.cpuExact());
            json.endObject();
        }
    }

    private static void oom(JsonWriter json, OomCounts counts) throws IOException {
        json.name("oom").beginObject();
        text(json, "group", counts.cgroupPath());
        number(json, "kills", counts.kills());
        number(json, "kills_since_start", counts.killsSinceStart());
        number(json, "kills_since_last_look", counts.killsSinceLastRead());
        number(json, "machine_kills_since_start", counts.machineKillsSinceStart());
        number(json, "machine_kills_since_last_look", counts.machineKillsSinceLastRead());
        number(json, "limit_bytes", counts.limitBytes());
        text(json, "limit_group", counts.limitPath());
        if (counts.limitHit().isPresent()) {
            json.name("limit_hit").value(counts.limitHit().get());
        }
        json.name("whole_group").value(counts.wholeCgroup());
        number(json, "peak_usage_bytes", counts.peakUsageBytes());
        number(json, "shmem_bytes", counts.shmemBytes());
        json.name("alone_in_group").value(counts.aloneInCgroup());
        json.endObject();
    }

    private static void jvm(JsonWriter json, JvmFigures jvm, long deathNanos) throws IOException {
        json.name("jvm").beginObject();
        json.name("pid").value(jvm.key().pid());
        text(json, "main_class", jvm.mainClass());
        text(json, "collector", jvm.collector());
        json.name("age_seconds").value(seconds(deathNanos - jvm.nanos()));
        number(json, "heap_used_bytes", jvm.heapUsedBytes());
        number(json, "heap_committed_bytes", jvm.heapCommittedBytes());
        number(json, "heap_max_bytes", jvm.heapMaxBytes());
        json.name("as_of_last_gc").value(jvm.asOfLastGc());
        ratio(json, "old_ratio_after_gc", jvm.oldRatio());
        if (jvm.gcNanos().isPresent()) {
            json.name("gc_seconds").value(seconds(jvm.gcNanos().getAsLong()));
        }
        number(json, "gc_count", jvm.gcCount());
        number(json, "threads", jvm.threads());
        json.endObject();
    }

    private static void tree(JsonWriter json, Death death) throws IOException {
        List<Descendant> descendants = death.descendants();
        if (descendants.isEmpty()) {
            return;
        }
        json.name("tree").beginArray();
        for (Descendant descendant : descendants) {
            json.beginObject();
            json.name("pid").value(descendant.key().pid());
            json.name("comm").value(descendant.comm());
            if (descendant.memory().isPresent()) {
                Descendant.Memory memory = descendant.memory().get();
                json.name("rss_bytes").value(memory.rssBytes());
                json.name("age_seconds").value(seconds(death.nanos() - memory.nanos()));
            }
            json.name("alive").value(descendant.alive());
            json.endObject();
        }
        json.endArray();
    }

    private static void stderrTail(JsonWriter json, List<String> lines) throws IOException {
        if (lines.isEmpty()) {
            return;
        }
        json.name("stderr_tail").beginArray();
        for (String line : lines) {
            json.value(line);
        }
        json.endArray();
    }

    /** A text, unless it is empty. */
    static void text(JsonWriter json, String name, String text) throws IOException {
        if (!text.isEmpty()) {
            json.name(name).value(text);
        }
    }

    private static void number(JsonWriter json, String name, OptionalInt number) throws IOException {
        if (number.isPresent()) {
            json.name(name).value(number.getAsInt());
        }
    }

    private static void number(JsonWriter json, String name, OptionalLong number) throws IOException {
        if (number.isPresent()) {
            json.name(name).value(number.getAsLong());
        }
    }

    private static void positive(JsonWriter json, String name, long number) throws IOException {
        if (number > 0) {
            json.name(name).value(number);
        }
    }

    private static void ratio(JsonWriter json, String name, OptionalDouble ratio) throws IOException {
        if (ratio.isPresent()) {
            json.name(name).value(Math.round(ratio.getAsDouble() * 1000) / 1000.0);
        }
    }

    /** Seconds with milliseconds, 0 and up. */
    static double seconds(long nanos) {
        return Math.round(Math.max(0, nanos) / 1e6) / 1000.0;
    }
}
