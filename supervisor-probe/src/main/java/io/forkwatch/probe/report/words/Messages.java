package io.forkwatch.probe.report.words;

import java.util.Optional;

/**
 * The sentences of one language, from {@code messages_<language>.properties} beside this class. A sentence that is
 * missing is said in English, or is its key: never an exception where a death is told. Not by MessageFormat, to which
 * each apostrophe is a quote, and which puts figures into the form of a country.
 */
public final class Messages {
    private final Sentences own;
    private final Sentences english;

    Messages(Sentences own, Sentences english) {
        this.own = own;
        this.english = english;
    }

    /** The sentences of a language. */
    public static Messages in(Language language) {
        Sentences english = Sentences.of(Language.EN);
        return new Messages(language == Language.EN ? english : Sentences.of(language), english);
    }

    /** The same sentences in English. */
    public Messages inEnglish() {
        return new Messages(english, english);
    }

    /**
     * A sentence with what was found put into it, as it is: braces in that mean nothing.
     *
     * @param key names the fact, for example {@code why.crash_file}
     * @param found what stands for {@code {0}}, {@code {1}} ...
     */
    public String say(String key, Object... found) {
        String sentence = sentence(key);
        return sentence.isEmpty() ? unsaid(key, found) : fill(sentence, found);
    }

    /** Singular or plural: {@code key.one} or {@code key.many}, with the number as {@code {0}}. */
    String count(String key, long number) {
        return say(number == 1 ? key + ".one" : key + ".many", number);
    }

    /** The length of the longest sentence whose key begins so, in characters. */
    int longest(String keyStart) {
        return own.longest(keyStart);
    }

    private String sentence(String key) {
        Optional<String> said = own.get(key);
        return said.isPresent() ? said.get() : english.get(key).orElse("");
    }

    private static String unsaid(String key, Object[] found) {
        StringBuilder text = new StringBuilder(key);
        for (Object each : found) {
            text.append(' ').append(each);
        }
        return text.toString();
    }

    private static String fill(String sentence, Object[] found) {
        StringBuilder text = new StringBuilder(sentence.length() + 64);
        int from = 0;
        for (int open = sentence.indexOf('{'); open >= 0; open = sentence.indexOf('{', open + 1)) {
            int digit = open + 2 < sentence.length() && sentence.charAt(open + 2) == '}'
                    ? sentence.charAt(open + 1) - '0'
                    : -1;
            if (digit >= 0 && digit < found.length) {
                text.append(sentence, from, open).append(found[digit]);
                from = open + 3;
            }
        }
        return text.append(sentence, from, sentence.length()).toString();
    }
}
