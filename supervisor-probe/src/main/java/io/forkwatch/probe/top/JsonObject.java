package io.forkwatch.probe.top;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An object of an answer. What is asked for and not there, or of another type, is unknown: empty, or not a number.
 *
 * @param fields strings, doubles, booleans, lists and objects, by name
 */
record JsonObject(Map<String, Object> fields) {
    /** One without fields. */
    static final JsonObject EMPTY = new JsonObject(Map.of());

    /** Ours are 5 deep. */
    private static final int DEEPEST = 32;

    /**
     * Reads a whole answer.
     *
     * @throws IOException if it is no object of JSON
     */
    static JsonObject parse(String text) throws IOException {
        try (JsonReader reader = new JsonReader(new StringReader(text))) {
            reader.setStrictness(Strictness.STRICT);
            reader.setNestingLimit(DEEPEST);
            return object(reader);
        } catch (IOException | IllegalStateException | NumberFormatException other) {
            throw new IOException("what came is no JSON of Forkwatch", other);
        }
    }

    private static JsonObject object(JsonReader reader) throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        reader.beginObject();
        while (reader.hasNext()) {
            String name = reader.nextName();
            put(fields, name, reader);
        }
        reader.endObject();
        return new JsonObject(fields);
    }

    private static void put(Map<String, Object> fields, String name, JsonReader reader) throws IOException {
        switch (reader.peek()) {
            case NULL -> reader.nextNull();
            case BEGIN_ARRAY -> fields.put(name, list(reader));
            default -> fields.put(name, value(reader));
        }
    }

    private static List<Object> list(JsonReader reader) throws IOException {
        List<Object> all = new ArrayList<>();
        reader.beginArray();
        while (reader.hasNext()) {
            switch (reader.peek()) {
                case NULL -> reader.nextNull();
                case BEGIN_ARRAY -> all.add(list(reader));
                default -> all.add(value(reader));
            }
        }
        reader.endArray();
        return all;
    }

    private static Object value(JsonReader reader) throws IOException {
        return switch (reader.peek()) {
            case BEGIN_OBJECT -> object(reader);
            case NUMBER -> reader.nextDouble();
            case BOOLEAN -> reader.nextBoolean();
            default -> reader.nextString();
        };
    }

    /** A text; empty where it is unknown. */
    String text(String name) {
        return fields.get(name) instanceof String text ? text : "";
    }

    /** A number; {@link Double#NaN} where it is unknown. */
    double number(String name) {
        return fields.get(name) instanceof Double number ? number : Double.NaN;
    }

    /** A number. */
    double number(String name, double unknown) {
        return fields.get(name) instanceof Double number ? number : unknown;
    }

    /** A number of things; 0 where it is unknown. */
    long count(String name) {
        return (long) number(name); // Not a number is 0.
    }

    /** An object; one without fields where it is unknown. */
    JsonObject object(String name) {
        return fields.get(name) instanceof JsonObject object ? object : EMPTY;
    }

    /** The objects of a list. */
    List<JsonObject> objects(String name) {
        List<JsonObject> found = new ArrayList<>();
        for (Object each : all(name)) {
            if (each instanceof JsonObject object) {
                found.add(object);
            }
        }
        return found;
    }

    /** The texts of a list. */
    List<String> texts(String name) {
        List<String> found = new ArrayList<>();
        for (Object each : all(name)) {
            if (each instanceof String text) {
                found.add(text);
            }
        }
        return found;
    }

    private List<?> all(String name) {
        return fields.get(name) instanceof List<?> list ? list : List.of();
    }
}
