package io.forkwatch.probe.publish.api;

import com.google.gson.stream.JsonWriter;
import io.forkwatch.probe.process.view.ChildHistory;
import io.forkwatch.probe.process.view.ChildHistory.Point;
import java.io.IOException;

/** The last minutes of a child: two lists with one entry a step, oldest first, null where nothing was sampled. */
final class HistoryJson {
    private HistoryJson() {}

    static void write(JsonWriter json, ChildHistory history, WallClock wall) throws IOException {
        json.name("history").beginObject();
        json.name("interval_seconds").value(ApiJson.seconds(history.stepNanos()));
        json.name("newest_step_time_seconds").value(wall.seconds(history.newestStepNanos()));
        json.name("tree_rss_bytes").beginArray();
        for (Point point : history.points()) {
            if (point.treeRssBytes().isPresent()) {
                json.value(point.treeRssBytes().getAsLong());
            } else {
                json.nullValue();
            }
        }
        json.endArray();
        json.name("tree_cpu_ratio").beginArray();
        for (Point point : history.points()) {
            if (point.treeCpuRatio().isPresent()) {
                json.value(ApiJson.thousandths(point.treeCpuRatio().getAsDouble()));
            } else {
                json.nullValue();
            }
        }
        json.endArray();
        json.endObject();
    }
}
