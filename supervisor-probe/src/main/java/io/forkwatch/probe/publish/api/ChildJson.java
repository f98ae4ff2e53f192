package io.forkwatch.probe.publish.api;

import com.google.gson.stream.JsonWriter;
import io.forkwatch.probe.process.Child;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.advice.Advice;
import io.forkwatch.probe.process.advice.AdviceView;
import io.forkwatch.probe.process.hang.HangView.Blocked;
import io.forkwatch.probe.process.view.JvmFigures;
import io.forkwatch.probe.process.view.JvmView;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.process.view.OwnWord;
import io.forkwatch.probe.process.view.OwnWordSource;
import io.forkwatch.probe.process.view.ProcessSample;
import io.forkwatch.probe.process.view.PssView;
import io.forkwatch.probe.process.view.SlowSample;
import io.forkwatch.probe.process.view.TreeMember;
import io.forkwatch.probe.report.record.AdviceJson;
import io.forkwatch.probe.report.record.HangJson;
import io.forkwatch.probe.report.record.OwnWordJson;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A living child as an object. Names are those of the exit records and of the metrics.
 *
 * @param jvms what is known of the JVMs
 * @param pss proportional memory
 * @param advice who should be recycled
 * @param words what JVMs say of themselves
 * @param wall for times
 */
record ChildJson(JvmView jvms, PssView pss, AdviceView advice, Words words, WallClock wall) {
    /**
     * What JVMs say of themselves.
     *
     * @param source knows why one is late
     * @param all what they say, one for each direct child
     * @param nanos monotonic time at which that was read, or later
     */
    record Words(OwnWordSource source, List<OwnWord> all, long nanos) {
        Optional<OwnWord> of(long pid) {
            for (OwnWord each : all) {
                if (each.root() == pid) {
                    return Optional.of(each);
                }
            }
            return Optional.empty();
        }
    }

    /** Of its limit: from here on a child is said to be near it. */
    private static final double NEAR = 0.9;

    /** Of a command in a list: 200 of them are to fit into the buffer of a socket. */
    private static final int SHORT_COMMAND = 256;

    /** Writes the fields that a list has. */
    void write(JsonWriter json, LivingChild living) throws IOException {
        identity(json, living.child());
        if (living.sample().isPresent()) {
            sample(json, living.sample().get());
            json.name("zombies").value(zombies(living));
        }
        if (living.peak().treeRssBytes() > 0) {
            json.name("peak_rss_bytes").value(living.peak().rssBytes());
            json.name("peak_tree_rss_bytes").value(living.peak().treeRssBytes());
        }
        slow(json, living.slow());
        ProcessKey key = living.child().key();
        Long proportional = pss.bytesByChild().get(key);
        if (proportional != null) {
            json.name("tree_proportional_memory_bytes").value(proportional);
        }
        JvmFigures jvm = jvms.byChild().get(key);
        if (jvm != null) {
            jvm(json, jvm);
        }
        Optional<OwnWord> word = words.of(key.pid());
        if (word.isPresent()) {
            word(json, word.get(), living);
        }
        Optional<Advice> advised = Optional.ofNullable(advice.byChild().get(key));
        if (advised.isPresent()) {
            json.name("advice").beginObject();
            AdviceJson.write(json, advised.get());
            json.name("since_time_seconds").value(wall.seconds(advised.get().sinceNanos()));
            json.endObject();
        }
        Long forecast = advice.forecastNanos().get(key);
        if (forecast != null) {
            json.name("limit_forecast_seconds").value(ApiJson.seconds(forecast));
        }
        Long idleSince = advice.idleSinceNanos().get(key);
        if (idleSince != null) {
            json.name("idle_since_time_seconds").value(wall.seconds(idleSince));
        }
        Blocked blocked = advice.hangs().blocked().get(key);
        if (blocked != null) {
            blocked(json, living, blocked);
        }
        flags(json, living);
    }

    private void blocked(JsonWriter json, LivingChild living, Blocked blocked) throws IOException {
        json.name("blocked").beginObject();
        json.name("since_time_seconds").value(wall.seconds(blocked.sinceNanos()));
        String name = living.child().name().toString();
        HangJson.write(json, name, blocked.blockage());
        json.endObject();
    }

    /** Its command at the length that a list has. */
    static void shortCommand(JsonWriter json, Child child) throws IOException {
        String command = child.command().redacted();
        boolean fits = command.length() <= SHORT_COMMAND;
        ApiJson.text(json, "command", fits ? command : command.substring(0, SHORT_COMMAND) + " ...");
    }

    private void identity(JsonWriter json, Child child) throws IOException {
        json.name("kind").value(child.name().kind().name());
        json.name("slot").value(child.name().slot().label());
        ApiJson.text(json, "title", child.title());
        json.name("pid").value(child.key().pid());
        json.name("start_time_seconds")
                .value(WallClock.ofMillis(child.startedAt().toEpochMilli()));
    }

    private void sample(JsonWriter json, ProcessSample sample) throws IOException {
        json.name("sample_time_seconds").value(wall.seconds(sample.nanos()));
        json.name("state").value(String.valueOf(sample.state()));
        json.name("rss_bytes").value(sample.rssBytes());
        json.name("threads").value(sample.threads());
        json.name("tree_rss_bytes").value(sample.treeRssBytes());
        json.name("tree_processes").value(sample.treeProcesses());
        json.name("tree_threads").value(sample.treeThreads());
        ApiJson.ratio(json, "cpu_ratio", sample.cpuRatio());
        ApiJson.ratio(json, "tree_cpu_ratio", sample.treeCpuRatio());
        ApiJson.cpu(json, sample.treeCpu());
    }

    private static int zombies(LivingChild living) {
        int zombies = 0;
        for (TreeMember member : living.tree()) {
            zombies += member.zombie() ? 1 : 0;
        }
        return zombies;
    }

    private static void slow(JsonWriter json, SlowSample slow) throws IOException {
        ApiJson.number(json, "tree_swap_bytes", slow.treeSwapBytes());
        ApiJson.number(json, "tree_hugetlb_bytes", slow.treeHugetlbBytes());
        ApiJson.number(json, "open_fds", slow.openFds());
        ApiJson.number(json, "memory_limit_bytes", slow.limitBytes());
    }

    // Behind what was seen from outside, and in no figure that is added up.
    private void word(JsonWriter json, OwnWord word, LivingChild living) throws IOException {
        json.name("black_box").beginObject();
        json.name("beat").value(words.source().beat(word, living, words.nanos()).label());
        OwnWordJson.write(json, word, words.nanos());
        json.endObject();
    }

    private void jvm(JsonWriter json, JvmFigures jvm) throws IOException {
        json.name("jvm").beginObject();
        json.name("pid").value(jvm.key().pid());
        json.name("sample_time_seconds").value(wall.seconds(jvm.nanos()));
        ApiJson.text(json, "main_class", jvm.mainClass());
        ApiJson.text(json, "collector", jvm.collector());
        ApiJson.number(json, "heap_used_bytes", jvm.heapUsedBytes());
        ApiJson.number(json, "heap_committed_bytes", jvm.heapCommittedBytes());
        ApiJson.number(json, "heap_max_bytes", jvm.heapMaxBytes());
        json.name("heap_used_as_of_last_gc").value(jvm.asOfLastGc());
        ApiJson.ratio(json, "old_ratio", jvm.oldRatio());
        if (jvm.gcNanos().isPresent()) {
            json.name("gc_seconds").value(ApiJson.seconds(jvm.gcNanos().getAsLong()));
        }
        ApiJson.number(json, "gc_count", jvm.gcCount());
        ApiJson.number(json, "java_threads", jvm.threads());
        json.endObject();
    }

    /** Words for what somebody should look at. */
    private void flags(JsonWriter json, LivingChild living) throws IOException {
        json.name("flags").beginArray();
        if (isNearLimit(living)) {
            json.value("near_limit");
        }
        if (advice.byChild().containsKey(living.child().key())) {
            json.value("recycle");
        }
        if (advice.isNext(living.child().key())) {
            json.value("next_victim");
        }
        if (advice.idleSinceNanos().containsKey(living.child().key())) {
            json.value("idle");
        }
        if (advice.hangs().isBlocked(living.child().key())) {
            json.value("blocked");
        }
        if (advice.hangs().closed().contains(living.child().key())) {
            json.value("output_closed");
        }
        if (living.slow().frozen()) {
            json.value("frozen");
        }
        char state = living.sample().map(ProcessSample::state).orElse('?');
        if (state == 'T') {
            json.value("stopped");
        }
        if (state == 't') {
            json.value("traced");
        }
        json.endArray();
    }

    private static boolean isNearLimit(LivingChild living) {
        OptionalLong limit = living.slow().limitBytes();
        return limit.isPresent()
                && living.sample().isPresent()
                && living.sample().get().treeRssBytes() >= NEAR * limit.getAsLong();
    }
}
