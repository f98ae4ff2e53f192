package io.forkwatch.e2e.harness;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/**
 * What the agent wrote with {@code log.format=json}: one JSON object a line.
 *
 * @param all the records, oldest first
 */
public record Summaries(List<Summary> all) {
    /** Reads a log; a line that is not a JSON object is an error. A log that does not exist is empty. */
    public static Summaries read(Path log) {
        if (!Files.exists(log)) {
            return new Summaries(List.of());
        }
        try {
            return parse(Files.readAllLines(log));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Parses lines; one that is not a JSON object is an error, and so is an end that is not as the schema says. */
    public static Summaries parse(List<String> lines) {
        Summaries parsed = new Summaries(lines.stream()
                .map(line -> new Summary(JsonParser.parseString(line).getAsJsonObject()))
                .toList());
        parsed.ends().forEach(end -> ExitSchema.check(end.json().toString()));
        return parsed;
    }

    /** All ends of children: {@code child_died}, and with {@code summary=all} {@code child_ended}. */
    public List<Summary> ends() {
        return all.stream()
                .filter(summary -> summary.text("event").matches("child_(died|ended)"))
                .toList();
    }

    /** The exit summaries: event {@code child_died}. */
    public List<Summary> deaths() {
        return ofEvent("child_died");
    }

    /** The records of an event. */
    public List<Summary> ofEvent(String event) {
        return all.stream()
                .filter(summary -> summary.text("event").equals(event))
                .toList();
    }

    /** The records of a kind. */
    List<Summary> ofKind(String kind) {
        return all.stream().filter(summary -> summary.text("kind").equals(kind)).toList();
    }

    /** The one record whose command contains a text. */
    public Summary ofCommand(String text) {
        return onlyOne(
                "of a command with '" + text + "'",
                summary -> summary.text("command").contains(text));
    }

    /** The one record of a child that was started in a directory. */
    public Summary ofDirectory(Path directory) {
        return onlyOne(
                "of a child in " + directory,
                summary -> summary.text("directory").equals(directory.toString()));
    }

    private Summary onlyOne(String what, Predicate<Summary> wanted) {
        List<Summary> found = all.stream().filter(wanted).toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " records " + what + " in " + all);
        }
        return found.get(0);
    }

    /**
     * One record. Values are named by their path, for example {@code mechanism.signal}.
     *
     * @param json the record as it was read
     */
    public record Summary(JsonObject json) {
        /** A value as text; empty where it is absent. */
        public String text(String path) {
            return find(path).map(JsonElement::getAsString).orElse("");
        }

        /** A value as a number; it has to be there. */
        public double number(String path) {
            return find(path)
                    .orElseThrow(() -> new AssertionError("no " + path + " in " + json))
                    .getAsDouble();
        }

        /** The elements of a list as texts; empty where it is absent. */
        public List<String> texts(String path) {
            JsonArray array = find(path).map(JsonElement::getAsJsonArray).orElseGet(JsonArray::new);
            return StreamSupport.stream(array.spliterator(), false)
                    .map(JsonElement::getAsString)
                    .toList();
        }

        /** True if there is such a value. */
        public boolean has(String path) {
            return find(path).isPresent();
        }

        private Optional<JsonElement> find(String path) {
            JsonElement element = json;
            for (String key : path.split("\\.", -1)) {
                if (!element.isJsonObject() || !element.getAsJsonObject().has(key)) {
                    return Optional.empty();
                }
                element = element.getAsJsonObject().get(key);
            }
            return Optional.of(element);
        }
    }
}
