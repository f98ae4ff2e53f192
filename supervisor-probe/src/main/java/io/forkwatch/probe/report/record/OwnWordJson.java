package io.forkwatch.probe.report.record;

import com.google.gson.stream.JsonWriter;
import io.forkwatch.probe.process.view.OwnWord;
import java.io.IOException;
import java.util.List;

/** What a JVM says of itself as an object; its ages count back from a moment of the monotonic clock. */
public final class OwnWordJson {
    private OwnWordJson() {}

    /**
     * Writes the fields of the object.
     *
     * @param nanos the end of a child, or now
     */
    public static void write(JsonWriter json, OwnWord own, long nanos) throws IOException {
        json.name("pid").value(own.key().pid());
        json.name("beat_age_seconds").value(age(nanos, own.beatNanos()));
        json.name("beats").value(own.beats());
        json.name("latest_beat_seconds").value(ExitJson.seconds(own.latestNanos()));
        if (own.heap().isPresent()) {
            OwnWord.Heap heap = own.heap().get();
            json.name("heap_used_bytes").value(heap.usedBytes());
            json.name("heap_committed_bytes").value(heap.committedBytes());
            json.name("heap_max_bytes").value(heap.maxBytes());
        }
        json.name("beats_after_gc").value(own.collections());
        if (own.heapFullNanos().isPresent()) {
            json.name("heap_full_age_seconds")
                    .value(age(nanos, own.heapFullNanos().getAsLong()));
        }
        ExitJson.text(json, "status", own.status());
        if (own.uncaught().isPresent()) {
            uncaught(json, own.uncaught().get(), nanos);
        }
        if (own.outOfMemory().isPresent()) {
            OwnWord.OutOfMemory error = own.outOfMemory().get();
            json.name("out_of_memory").beginObject();
            json.name("age_seconds").value(age(nanos, error.nanos()));
            json.name("count").value(error.count());
            ExitJson.text(json, "message", error.message());
            json.endObject();
        }
        if (own.end().isPresent()) {
            end(json, own.end().get(), nanos);
        }
    }

    private static void uncaught(JsonWriter json, OwnWord.Uncaught uncaught, long nanos) throws IOException {
        json.name("uncaught").beginObject();
        json.name("age_seconds").value(age(nanos, uncaught.nanos()));
        json.name("count").value(uncaught.count());
        json.name("thread").value(uncaught.thread());
        json.name("type").value(uncaught.type());
        ExitJson.text(json, "message", uncaught.message());
        frames(json, uncaught.frames());
        json.endObject();
    }

    private static void end(JsonWriter json, OwnWord.End end, long nanos) throws IOException {
        json.name("exit").beginObject();
        json.name("how").value(end.how().label());
        json.name("age_seconds").value(age(nanos, end.nanos()));
        ExitJson.text(json, "thread", end.thread());
        frames(json, end.frames());
        json.endObject();
    }

    private static void frames(JsonWriter json, List<String> frames) throws IOException {
        if (frames.isEmpty()) {
            return;
        }
        json.name("stack").beginArray();
        for (String frame : frames) {
            json.value(frame);
        }
        json.endArray();
    }

    private static double age(long now, long then) {
        return ExitJson.seconds(now - then);
    }
}
