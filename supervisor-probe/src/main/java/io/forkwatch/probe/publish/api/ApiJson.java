package io.forkwatch.probe.publish.api;

import com.google.gson.stream.JsonWriter;
import io.forkwatch.probe.process.CpuTime;
import io.forkwatch.probe.publish.web.WebAnswer;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;

/** The form that all answers have: one object with its version, base units, absent where unknown. */
final class ApiJson {
    /** Grows only if something that was there means something else or is gone; what is new leaves it as it is. */
    private static final int SCHEMA_VERSION = 1;

    private ApiJson() {}

    /** Fields of an object that is open. */
    @FunctionalInterface
    interface Fields {
        void write(JsonWriter json) throws IOException;
    }

    /**
     * A whole answer, with a tag that is the same as long as its bytes are.
     *
     * @param seq grows with what it shows
     */
    static WebAnswer answer(long seq, Fields fields) {
        StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            json.beginObject();
            json.name("schema_version").value(SCHEMA_VERSION);
            json.name("seq").value(seq);
            fields.write(json);
            json.endObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("a StringWriter does no I/O", impossible);
        }
        return WebAnswer.of(200, WebAnswer.JSON, text.toString()).tagged();
    }

    static void text(JsonWriter json, String name, String text) throws IOException {
        if (!text.isEmpty()) {
            json.name(name).value(text);
        }
    }

    static void number(JsonWriter json, String name, OptionalLong number) throws IOException {
        if (number.isPresent()) {
            json.name(name).value(number.getAsLong());
        }
    }

    static void ratio(JsonWriter json, String name, OptionalDouble ratio) throws IOException {
        if (ratio.isPresent()) {
            json.name(name).value(thousandths(ratio.getAsDouble()));
        }
    }

    static void cpu(JsonWriter json, CpuTime cpu) throws IOException {
        json.name("cpu_seconds").beginObject();
        json.name("user").value(seconds(cpu.userNanos()));
        json.name("system").value(seconds(cpu.systemNanos()));
        json.endObject();
    }

    /** An object of numbers, by name. */
    static void counts(JsonWriter json, String name, Map<String, Long> counts) throws IOException {
        json.name(name).beginObject();
        for (Map.Entry<String, Long> each : new TreeMap<>(counts).entrySet()) {
            json.name(each.getKey()).value(each.getValue());
        }
        json.endObject();
    }

    static double thousandths(double number) {
        return Math.round(number * 1000) / 1000.0;
    }

    /** Seconds with milliseconds, 0 and up. */
    static double seconds(long nanos) {
        return Math.round(Math.max(0, nanos) / 1e6) / 1000.0;
    }
}
