package io.forkwatch.probe.report.words;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
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
    private final byte[] text;
    private Optional<Map<String, String>> first = Optional.empty();
    private Optional<Map<String, String>> all = Optional.empty();

    /** A bundle as it stands in its file, in UTF-8. */
    Sentences(byte[] text) {
        this.text = text;
    }

    /** That of a language. A broken jar has none: the keys are said then, which still tell what happened. */
    static Sentences of(Language language) {
        String file = "messages_" + language.name().toLowerCase(Locale.ROOT) + ".properties";
        try (InputStream in = Sentences.class.getResourceAsStream(file)) {
            return new Sentences(in == null ? new byte[0] : in.readAllBytes());
        } catch (IOException unreadable) {
            return new Sentences(new byte[0]);
        }
    }

    /** A sentence as it is written; empty if the bundle has none. For any thread. */
    synchronized Optional<String> get(String key) {
        Map<String, String> begun = first.isPresent() ? first.get() : parse(endOfFirstParagraph());
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
        Map<String, String> read = all.isPresent() ? all.get() : parse(text.length);
        all = Optional.of(read);
        return read;
    }

    /** True if more than the first paragraph was asked for. */
    synchronized boolean isReadWhole() {
        return all.isPresent();
    }

    private int endOfFirstParagraph() {
        int at = 1;
        while (at < text.length && (text[at] != '\n' || text[at - 1] != '\n')) {
            at++;
        }
        return Math.min(at, text.length);
    }

    private Map<String, String> parse(int end) {
        Properties bundle = new Properties();
        try {
            bundle.load(new InputStreamReader(new ByteArrayInputStream(text, 0, end), StandardCharsets.UTF_8));
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
