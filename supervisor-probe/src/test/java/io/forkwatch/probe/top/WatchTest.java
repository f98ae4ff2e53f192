package io.forkwatch.probe.top;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WatchTest {
    private static final String TIMEOUT = " ";

    private final List<List<String>> shown = new ArrayList<>();
    private final ArrayDeque<Object> answers = new ArrayDeque<>();
    private final ArrayDeque<Integer> keys = new ArrayDeque<>();
    private long nanos = Long.MAX_VALUE - 10;

    /** Presses keys; a blank is none until the next refresh. */
    private final class Typist implements Terminal {
        @Override
        public Size size() {
            return new Size(100, 24);
        }

        @Override
        public String keys() {
            return "q quits";
        }

        @Override
        public void show(List<Line> lines) {
            shown.add(lines.stream().map(Line::text).toList());
        }

        @Override
        public OptionalInt key(long patience) {
            int key = keys.isEmpty() ? 'q' : keys.remove();
            if (key == ' ') {
                nanos += patience;
                return OptionalInt.empty();
            }
            return OptionalInt.of(key);
        }
    }

    private String answer(String path) throws IOException {
        if (path.equals(Api.SUPERVISOR)) {
            return Answers.SUPERVISOR;
        }
        Object next = answers.isEmpty() ? Answers.three() : answers.remove();
        if (next instanceof IOException lost) {
            throw lost;
        }
        return (String) next;
    }

    private void type(String text) throws IOException {
        text.chars().forEach(keys::add);
        new Watch(this::answer, new Typist(), SortBy.RSS, () -> nanos).run();
    }

    private static List<String> names(List<String> lines) {
        return lines.subList(6, 9).stream().map(line -> line.split(" ", 2)[0]).toList();
    }

    @Test
    void itShowsAndGoesWithQ() throws IOException {
        type("q");
        assertThat(shown).hasSize(1);
        assertThat(shown.get(0)).last().isEqualTo("q quits");
        assertThat(names(shown.get(0))).containsExactly("worker[3]", "browser[0]", "worker[12]");
    }

    @Test
    void aKeySortsAtOnceAndTheSameAgainTurnsTheOrder() throws IOException {
        type("cc" + "n" + "mm" + "a" + "z");
        assertThat(shown)
                .extracting(lines -> names(lines).get(0))
                .containsExactly(
                        "worker[3]",
                        "browser[0]",
                        "worker[12]",
                        "browser[0]",
                        "worker[3]",
                        "worker[12]",
                        "browser[0]",
                        "browser[0]");
    }

    @Test
    void itAsksAgainEveryTwoSecondsAndKeepsTheOrder() throws IOException {
        long before = nanos;
        answers.add(Answers.three());
        answers.add(Answers.children(0, List.of(Answers.child("later", 0, 1, 0, 900, ""))));
        type("n" + TIMEOUT);
        assertThat(shown).hasSize(3);
        assertThat(shown.get(2)).anyMatch(line -> line.startsWith("later[0] "));
        assertThat(nanos - before).isEqualTo(TimeUnit.SECONDS.toNanos(2));
    }

    @Test
    void whatIsLostIsSaidBesideWhatWasKnownAndComesBack() throws IOException {
        answers.add(Answers.three());
        answers.add(new IOException("reset\u001b[2J"));
        answers.add(Answers.three());
        type(TIMEOUT + TIMEOUT);
        assertThat(shown).hasSize(3);
        assertThat(shown.get(1)).contains("no answer: reset?[2J").anyMatch(line -> line.startsWith("worker[3] "));
        assertThat(shown.get(2)).last().isEqualTo("q quits");
    }

    @Test
    void withoutAFirstAnswerThereIsNothingToShow() {
        answers.add(new IOException("refused"));
        assertThatIOException().isThrownBy(() -> type("q")).withMessage("refused");
        assertThat(shown).isEmpty();
    }
}
