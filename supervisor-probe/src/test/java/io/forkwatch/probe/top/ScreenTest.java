package io.forkwatch.probe.top;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScreenTest {
    private static final Size WIDE = new Size(120, 40);

    private static Screen screen(String children) throws IOException {
        return new Screen(JsonObject.parse(children), JsonObject.parse(Answers.SUPERVISOR));
    }

    private static List<String> texts(List<Line> lines) {
        return lines.stream().map(Line::text).toList();
    }

    private static List<String> shown(String children, Size size) throws IOException {
        return texts(screen(children).lines(SortBy.RSS, true, size, Optional.empty()));
    }

    @Test
    void itHasWhatThePageHas() throws IOException {
        assertThat(shown(Answers.three(), WIDE))
                .containsExactly(
                        "Launcher, pid 4711, up 3 m 01 s, Java 17.0.15, Forkwatch 0.1.0",
                        "3 children, 6 processes, 42 threads; memory 1.20 GiB; CPU 0.52 cores",
                        "memory of the cgroup 1.30 GiB of 2.00 GiB, pressure 0.3 %",
                        "deaths today: 4 (3 oom kernel, 1 signal, 9 ended well)",
                        "",
                        "child                               memory v   CPU      heap  proc.  threads        age  pid  state"
                                + "     command",
                        "worker[3] near its limit  256 MiB of 270 MiB  0.07  7.57 MiB      2       14        4 s  103"
                                + "  sleeping  java -jar w.jar",
                        "browser[0]                           128 MiB  1.50                2       14  10 m 00 s  100"
                                + "  sleeping  chrome",
                        "worker[12]                          1.00 MiB  0.00                2       14   1 m 40 s  112"
                                + "  sleeping  fork 12");
    }

    @Test
    void whatIsToBeSeenAtOnceHasAColour() throws IOException {
        List<Line> lines = screen(Answers.three()).lines(SortBy.RSS, true, WIDE, Optional.empty());
        assertThat(lines.get(3).coloured())
                .startsWith("\u001b[1;31mdeaths today: 4")
                .endsWith("\u001b[0m");
        assertThat(lines.get(6).style()).isEqualTo(Line.Style.WARNING);
        assertThat(lines.get(7).coloured()).isEqualTo(lines.get(7).text());
    }

    @ParameterizedTest
    @CsvSource({
        "RSS, true, worker[3] browser[0] worker[12]",
        "RSS, false, worker[12] browser[0] worker[3]",
        "CPU, true, browser[0] worker[3] worker[12]",
        "AGE, true, browser[0] worker[12] worker[3]",
        "NAME, false, browser[0] worker[3] worker[12]",
        "NAME, true, worker[12] worker[3] browser[0]",
    })
    void rowsAreSortedAsThePageSortsThem(SortBy sort, boolean down, String names) throws IOException {
        List<String> lines = texts(screen(Answers.three()).lines(sort, down, WIDE, Optional.empty()));
        assertThat(lines.subList(6, 9))
                .extracting(line -> line.split(" ", 2)[0])
                .containsExactly(names.split(" "));
    }

    @Test
    void whatDoesNotFitIsCountedAndTheTotalsAreThoseOfAll() throws IOException {
        List<String> many = IntStream.range(0, 50)
                .mapToObj(i -> Answers.child("worker", i, 1000L - i, 0, 900, ""))
                .toList();
        List<String> lines = shown(Answers.children(7, many), new Size(100, 20));
        assertThat(lines).hasSize(20).last().isEqualTo("and 44 more; the figures above are of all 57");
        assertThat(lines.get(1)).startsWith("57 children, ");
        assertThat(lines.get(18)).startsWith("worker[12] ");

        assertThat(shown(Answers.children(7, many), Size.UNBOUNDED))
                .hasSize(57)
                .last()
                .isEqualTo("and 7 more; the figures above are of all 57");
        assertThat(shown(Answers.children(0, many.subList(0, 14)), new Size(100, 20)))
                .hasSize(20)
                .last()
                .asString()
                .startsWith("worker[13]");
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 40, 60, 83, 84, 100})
    void noLineIsWiderThanTheTerminal(int columns) throws IOException {
        List<String> lines = shown(Answers.three(), new Size(columns, 24));
        assertThat(lines).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(columns));
        assertThat(String.join("\n", lines).contains("threads  ")).isEqualTo(columns >= 84);
    }

    @Test
    void theTextOfStrangersMovesNothing() throws IOException {
        String hostile =
                "a\\u001b[2J\\u009b31m\\u202eb\\u0007\\r\\n\\t\\u200b\\u4f60\\ud83d\\ude00\\u0301\\u05d0\\u00e9\\u007f";
        List<String> lines = shown(
                Answers.children(
                        0,
                        List.of(Answers.child(
                                hostile,
                                0,
                                1,
                                0,
                                900,
                                ",\"flags\":[\"" + hostile + "\"],\"command\":\"" + hostile + "\""))),
                Size.UNBOUNDED);
        assertThat(lines).allSatisfy(line -> assertThat(line).matches("[ -~\u00e9]*"));
        assertThat(lines.get(6)).endsWith("  a?[2J?31m?b?????????\u00e9?");
        assertThat(lines.get(6).split("a\\?\\[2J", -1)).hasSize(4);
    }

    @Test
    void whatIsUnknownIsEmpty() throws IOException {
        String bare = Answers.children(0, List.of("{\"kind\":\"worker\",\"slot\":\"0\",\"pid\":7}"));
        List<Line> lines = new Screen(JsonObject.parse(bare), JsonObject.parse("{}"))
                .lines(SortBy.CPU, true, WIDE, Optional.of(Line.of("foot")));
        assertThat(texts(lines)).contains("memory of the machine unknown", "deaths today: none", "foot");
        assertThat(lines.get(6).text()).startsWith("worker[0] ").doesNotContain("NaN", "null");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "1",
                "{",
                "{\"children\":}",
                "null",
                "<html>",
                "{\"a\":1e999}",
                "{\"a\":NaN}",
                "{'a':1}",
                "{\"a\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}"
            })
    void whatIsNoAnswerIsOneLine(String text) {
        assertThatIOException()
                .isThrownBy(() -> JsonObject.parse(text))
                .withMessage("what came is no JSON of Forkwatch");
    }

    @Test
    void fieldsOfAnotherTypeAreUnknown() throws IOException {
        String odd = "{\"total\":\"x\",\"totals\":7,\"children\":[1,null,[],{\"kind\":{},\"pid\":[1],\"flags\":\"x\"}],"
                + "\"left_out\":true}";
        assertThat(shown(odd, WIDE)).anyMatch(line -> line.startsWith("0 children"));
    }
}
