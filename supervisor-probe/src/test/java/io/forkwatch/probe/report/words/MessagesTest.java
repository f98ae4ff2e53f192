package io.forkwatch.probe.report.words;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.diagnose.verdict.Confidence;
import io.forkwatch.probe.diagnose.verdict.Hint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class MessagesTest {
    private static final Map<String, String> ENGLISH = Sentences.of(Language.EN).all();
    private static final Map<String, String> FRENCH = Sentences.of(Language.FR).all();

    static Set<String> keys() {
        return new TreeSet<>(ENGLISH.keySet());
    }

    @Test
    void theLanguagesHaveTheSameKeys() {
        assertThat(new TreeSet<>(FRENCH.keySet())).isEqualTo(keys());
    }

    @ParameterizedTest
    @MethodSource("keys")
    void theLanguagesHaveTheSamePlaceholdersInTheSameOrder(String key) {
        assertThat(placeholders(FRENCH.getOrDefault(key, ""))).isEqualTo(placeholders(ENGLISH.getOrDefault(key, "")));
    }

    private static List<String> placeholders(String sentence) {
        return Pattern.compile("[{][^}]*[}]?")
                .matcher(sentence)
                .results()
                .map(MatchResult::group)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("keys")
    void noSentenceIsForgotten(String key) {
        assertThat(ENGLISH.get(key))
                .isNotBlank()
                .isEqualTo(ENGLISH.getOrDefault(key, "").strip());
        assertThat(FRENCH.get(key))
                .isNotBlank()
                .isEqualTo(FRENCH.getOrDefault(key, "").strip());
    }

    @ParameterizedTest
    @MethodSource("keys")
    void frenchHasItsOwnApostrophe(String key) {
        assertThat(FRENCH.get(key)).doesNotContain("'");
    }

    @Test
    void everyKeyThatTheCodeNamesIsThere() {
        Set<String> named = new TreeSet<>();
        for (String source : sources()) {
            Pattern.compile("(?:say|sayWithLimit)\\(\\s*\"([a-z_.]+[a-z_])\"")
                    .matcher(source)
                    .results()
                    .forEach(hit -> named.add(hit.group(1)));
        }
        assertThat(named).hasSizeGreaterThan(40);
        assertThat(keys()).containsAll(named);
    }

    private static List<String> sources() {
        Path place = Path.of(System.getProperty("basedir", ""), "src/main/java/io/forkwatch/probe/report");
        try (Stream<Path> files = Files.walk(place)) {
            return files.filter(Files::isRegularFile).map(MessagesTest::text).toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String text(Path source) {
        try {
            return Files.readString(source);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @ParameterizedTest
    @EnumSource(Confidence.class)
    void everyConfidenceHasAWord(Confidence confidence) {
        assertThat(keys()).contains("confidence." + confidence.label());
    }

    @ParameterizedTest
    @EnumSource(Hint.Plain.class)
    void everyPlainHintHasASentence(Hint.Plain hint) {
        assertThat(keys()).contains("hint." + hint.name().toLowerCase(Locale.ROOT));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\"',
            value = {
                "plain             | plain",
                "{0} of {1}        | a{1} of b",
                "{1} of {0}        | b of a{1}",
                "{0}{0}            | a{1}a{1}",
                "{2} {x} {} { {0   | {2} {x} {} { {0",
                "it's '{0}'        | it's 'a{1}'",
            })
    void whatWasFoundIsPutInAsItIs(String sentence, String said) {
        assertThat(new Messages(bundle("key=" + sentence), bundle("")).say("key", "a{1}", "b"))
                .isEqualTo(said);
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void whatAHealthyRunSaysStandsInTheFirstParagraph(Language language) {
        Sentences sentences = Sentences.of(language);
        assertThat(List.of(sentences.get("started"), sentences.get("started.url")))
                .allMatch(Optional::isPresent);
        assertThat(sentences.isReadWhole()).isFalse();
        assertThat(sentences.get("died")).isPresent();
        assertThat(sentences.isReadWhole()).isTrue();
    }

    private static Sentences bundle(String text) {
        return new Sentences(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aSentenceThatIsMissingIsSaidInEnglish() {
        assertThat(new Messages(bundle(""), bundle("key=in {0}")).say("key", "English"))
                .isEqualTo("in English");
    }

    @Test
    void aSentenceThatIsMissingEverywhereIsItsKeyAndWhatWasFound() {
        assertThat(new Messages(bundle(""), bundle("")).say("why.new_clue", 1, "b"))
                .isEqualTo("why.new_clue 1 b");
    }

    @Test
    void oneIsSingular() {
        Messages messages = Messages.in(Language.FR);
        assertThat(messages.count("last_seen.threads", 1)).isEqualTo("1 thread");
        assertThat(messages.count("last_seen.threads", 2)).isEqualTo("2 threads");
    }
}
