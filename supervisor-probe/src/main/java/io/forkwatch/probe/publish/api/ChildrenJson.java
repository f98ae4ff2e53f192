package io.forkwatch.probe.publish.api;

import com.google.gson.stream.JsonWriter;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.process.view.ProcessSample;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A list of living children, the heaviest first, with the totals of all.
 *
 * @param one writes each
 */
record ChildrenJson(ChildJson one) {
    /** More rows than anybody reads. */
    static final int MOST = 200;

    private static final Comparator<LivingChild> HEAVIEST_FIRST = Comparator.comparingLong(ChildrenJson::treeRssBytes)
            .reversed()
            .thenComparingLong(living -> living.child().startedNanos());

    static long treeRssBytes(LivingChild living) {
        return living.sample().map(ProcessSample::treeRssBytes).orElse(0L);
    }

    static List<LivingChild> heaviestFirst(List<LivingChild> children) {
        List<LivingChild> sorted = new ArrayList<>(children);
        sorted.sort(HEAVIEST_FIRST);
        return sorted;
    }

    void write(JsonWriter json, List<LivingChild> all) throws IOException {
        List<LivingChild> sent = heaviestFirst(all).subList(0, Math.min(MOST, all.size()));
        json.name("total").value(all.size());
        json.name("left_out").value(all.size() - sent.size());
        totals(json, all);
        json.name("children").beginArray();
        for (LivingChild living : sent) {
            json.beginObject();
            one.write(json, living);
            ChildJson.shortCommand(json, living.child());
            json.endObject();
        }
        json.endArray();
    }

    /** Of all of them, of which some may not have been sampled yet. */
    private static void totals(JsonWriter json, List<LivingChild> all) throws IOException {
        long sampled = 0;
        long rssBytes = 0;
        long processes = 0;
        long threads = 0;
        double cpu = 0;
        for (LivingChild living : all) {
            if (living.sample().isPresent()) {
                ProcessSample sample = living.sample().get();
                sampled++;
                rssBytes += sample.treeRssBytes();
                processes += sample.treeProcesses();
                threads += sample.treeThreads();
                cpu += sample.treeCpuRatio().orElse(0);
            }
        }
        json.name("totals").beginObject();
        json.name("sampled").value(sampled);
        json.name("tree_rss_bytes").value(rssBytes);
        json.name("tree_processes").value(processes);
        json.name("tree_threads").value(threads);
        json.name("tree_cpu_ratio").value(ApiJson.thousandths(cpu));
        json.endObject();
    }
}
