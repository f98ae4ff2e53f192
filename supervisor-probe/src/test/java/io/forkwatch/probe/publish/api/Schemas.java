package io.forkwatch.probe.publish.api;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.forkwatch.probe.report.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The schemas of the docs. A field that they do not have is one that nobody has written down, so it counts as wrong here. */
final class Schemas {
    private static final String EXITS_FILE = "exit-summary.schema.json";

    private Schemas() {}

    /** What is wrong with an answer by its schema in openapi.json. */
    static List<String> faults(String schema, String answer) {
        JsonObject api = Json.parse(read("openapi.json").replace("{ \"$ref\": \"" + EXITS_FILE + "\" }", "{}"));
        close(api.getAsJsonObject("components").getAsJsonObject("schemas"));
        JsonObject whole = new JsonObject();
        whole.add("$ref", new JsonPrimitive("#/components/schemas/" + schema));
        whole.add("components", api.get("components"));
        return faultsBy(whole.toString(), answer);
    }

    /** What is wrong with the record of an end. */
    static List<String> faultsOfRecord(String record) {
        return faultsBy(read(EXITS_FILE), record);
    }

    private static List<String> faultsBy(String schema, String text) {
        Schema by = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema, InputFormat.JSON);
        return by.validate(text, InputFormat.JSON).stream()
                .map(Object::toString)
                .toList();
    }

    private static void close(JsonElement schema) {
        if (schema.isJsonArray()) {
            schema.getAsJsonArray().forEach(Schemas::close);
        }
        if (schema.isJsonObject()) {
            JsonObject object = schema.getAsJsonObject();
            if (object.has("properties") && !object.has("additionalProperties") && object.has("type")) {
                object.add("additionalProperties", new JsonPrimitive(false));
            }
            object.asMap().values().forEach(Schemas::close);
        }
    }

    static String read(String file) {
        try {
            return Files.readString(Path.of(System.getProperty("basedir", ""), "..", "src", "docs", file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
