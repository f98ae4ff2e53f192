package io.forkwatch.probe.report.record;

import com.google.gson.stream.JsonWriter;
import io.forkwatch.probe.process.death.InsideLook;
import io.forkwatch.probe.process.death.RecordedEnd;
import io.forkwatch.probe.process.death.ThreadDump;
import java.io.IOException;
import java.util.List;

/** The fields of an exit record that say what was seen inside a JVM. Loaded where something was. */
final class InsideJson {
    private InsideJson() {}

    static void write(JsonWriter json, InsideLook inside, long deathNanos) throws IOException {
        if (inside.recording().isPresent()) {
            recording(json, inside.recording().get());
        }
        if (inside.dump().isPresent()) {
            dump(json, inside.dump().get(), deathNanos);
        }
    }

    private static void recording(JsonWriter json, RecordedEnd end) throws IOException {
        json.name("recorded").beginObject();
        json.name("age_seconds").value(ExitJson.seconds(end.lastEventNanos()));
        if (end.heapAfterGcBytes().isPresent()) {
            json.name("heap_after_gc_bytes").value(end.heapAfterGcBytes().getAsLong());
        }
        json.name("samples").value(end.samples());
        texts(json, "top_frames", end.topFrames());
        json.name("whole").value(end.whole());
        json.endObject();
    }

    private static void dump(JsonWriter json, ThreadDump dump, long deathNanos) throws IOException {
        json.name("thread_dump").beginObject();
        json.name("file").value(dump.file());
        json.name("age_seconds").value(ExitJson.seconds(deathNanos - dump.nanos()));
        json.name("deadlock").value(dump.deadlock());
        texts(json, "busiest", dump.busiest());
        json.endObject();
    }

    private static void texts(JsonWriter json, String name, List<String> texts) throws IOException {
        json.name(name).beginArray();
        for (String text : texts) {
            json.value(text);
        }
        json.endArray();
    }
}
