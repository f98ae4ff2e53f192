package io.forkwatch.probe.report.words;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * A bundle, read as far as it is needed: a JVM without children says what stands in the first paragraph and no more, and
 * would parse all the others at its start.
 */
final class Sentences {
    private static final String PARAGRAPH = "\n\n";

    private final String text;
    private Optional<Map<String, String>> first = Optional.empty();
    private Optional<Map<String, String>> all = Optional.empty();

    /** A bundle as it stands in its file. */
    Sentences(String text) {
        this.text = text;
    }

    /** That of a language. A broken jar has none: the keys are said then, which still tell what happened. */
    static Sentences of(Language language) {
        String file = "messages_" + language.name().toLowerCase(Locale.ROOT) + ".properties";
        try (InputStream in = Sentences.class.getResourceAsStream(file)) {
            return new Sentences(in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            return new Sentences("");
        }
    }

    /** A sentence as it is written; empty if the bundle has none. For any thread. */
    synchronized Optional<String> get(String key) {
        Map<String, String> begun = first.isPresent() ? first.get() : parse(firstParagraph(text));
        first = Optional.of(begun);
        return Optional.ofNullable(begun.containsKey(key) ? begun.get(key) : all().get(key));
    }

    /** The length of the longest sentence whose key begins so, in characters. */
    int longest(String keyStart) {
        int chars = 0;
        for (Map.Entry<String, String> sentence : all().entrySet()) {
            if (sentence.getKey().startsWith(keyStart)) {
                chars = Math.max(chars, sentence.getValue().length());
            }
        }
        return chars;
    }

    /** All of them by key; none if the bundle cannot be read. */
    synchronized Map<String, String> all() {
        Map<String, String> read = all.isPresent() ? all.get() : parse(text);
        all = Optional.of(read);
        return read;
    }

    /** True if more than the first paragraph was asked for. */
    synchronized boolean isReadWhole() {
        return all.isPresent();
    }

    private static String firstParagraph(String text) {
        int end = text.indexOf(PARAGRAPH);
        return end < 0 ? text : text.substring(0, end);
    }

    private static Map<String, String> parse(String text) {
        Properties bundle = new Properties();
        try {
            bundle.load(new StringReader(text));
        } catch (IOException | IllegalArgumentException unreadable) {
            return Map.of();
        }
        Map<String, String> sentences = new HashMap<>();
        for (String key : bundle.stringPropertyNames()) {
            sentences.put(key, bundle.getProperty(key, ""));
        }
        return sentences;
    }
}
