package io.forkwatch.probe.naming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.table.TextTable;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextTableTest {
    @Test
    void commentsAndEmptyLinesAreLeftOut() {
        assertThat(TextTable.parse("# a | b\n\n  \na b | c|\r\n|  |d"))
                .containsExactly(
                        new TextTable.Row(4, List.of("a b", "c", "")), new TextTable.Row(5, List.of("", "", "d")));
        assertThat(TextTable.parse("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a | b", "a | b | c | d", " # a", "|||"})
    void aRowHasThreeCells(String row) {
        assertThatThrownBy(() -> TextTable.parse("a|b|c\n" + row))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("line 2: wanted is three columns, not [");
    }

    @Test
    void aCellHasWords() {
        TextTable.Row row = TextTable.parse(" a   b |  | c ").get(0);

        assertThat(row.words(0)).containsExactly("a", "b");
        assertThat(row.words(1)).isEmpty();
        assertThat(row.word(2)).isEqualTo("c");
        assertThatThrownBy(() -> row.word(0)).hasMessage("line 1: wanted is one word in column 1, not [a   b, , c]");
        assertThatThrownBy(() -> row.word(1)).hasMessageContaining("one word in column 2");
    }

    @Test
    void wrappersAreReadByTheirNames() {
        assertThat(WrapperSyntax.parse("a b | -x -yz --long --other | FIRST SECOND\nc | |"))
                .containsOnlyKeys("a", "b", "c")
                .containsEntry("a", new WrapperSyntax("xyz", Set.of("--long", "--other"), 2))
                .containsEntry("b", new WrapperSyntax("xyz", Set.of("--long", "--other"), 2))
                .containsEntry("c", new WrapperSyntax("", Set.of(), 0));
    }

    @ParameterizedTest
    @CsvSource({
        "| -x |,                a program",
        "a | x |,               options like -u or --user",
        "a | - |,               options like -u or --user",
        "a | -- |,              options like -u or --user",
        "a | --x=y |,           options like -u or --user",
        "a | | first,           arguments in capitals",
        "a | | FIRST [SECOND],  arguments in capitals",
        "a b a | |,             each program once",
    })
    void aWrapperThatIsNotSoIsRefused(String row, String wanted) {
        assertThatThrownBy(() -> WrapperSyntax.parse("w | |\n" + row))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("line 2: wanted is " + wanted + ", not [");
    }

    @Test
    void theFirstRuleThatFitsGivesTheKind() {
        BuiltInKinds kinds = BuiltInKinds.parse("""
                one | class | a.B a.*.C
                two | class | a.*
                three | jar | x*y.jar
                four | program | tool
                five | argument | --f*
                """);

        assertThat(kinds.kindOf(ResolvedCommand.of(List.of("java", "a.B")))).contains(new Kind("one"));
        assertThat(kinds.kindOf(ResolvedCommand.of(List.of("java", "a.x.C")))).contains(new Kind("one"));
        assertThat(kinds.kindOf(ResolvedCommand.of(List.of("java", "a.D")))).contains(new Kind("two"));
        assertThat(kinds.kindOf(ResolvedCommand.of(List.of("java", "-jar", "/l/x-1-y.jar"))))
                .contains(new Kind("three"));
        assertThat(kinds.kindOf(ResolvedCommand.of(List.of("/bin/tool", "a.B"))))
                .contains(new Kind("four"));
        assertThat(kinds.kindOf(ResolvedCommand.of(List.of("other", "--from")))).contains(new Kind("five"));
        assertThat(kinds.kindOf(ResolvedCommand.of(List.of("other", "a.B")))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "a b | class | x,  'line 2: wanted is one word in column 1, '",
        "a | main | x,     'line 2: wanted is class, jar, program or argument, '",
        "a | CLASS | x,    'line 2: wanted is class, jar, program or argument, '",
        "a | class |,      'line 2: wanted is a pattern, '",
        "A | class | x,    a kind is 1 to 40 of a-z 0-9 . _ -",
    })
    void aRuleThatIsNotSoIsRefused(String row, String why) {
        assertThatThrownBy(() -> BuiltInKinds.parse("k | class | x\n" + row))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(why);
    }

    @Test
    void aFileThatIsNotThereHasNoRows() {
        assertThat(TextTable.parse(TextTable.shipped(Wrappers.class, "nothing.txt")))
                .isEmpty();
    }

    @Test
    void aCellHasWordsAndParts() {
        assertThat(TextTable.words("  a  b ")).containsExactly("a", "b");
        assertThat(TextTable.words("")).isEmpty();
        assertThat(TextTable.parts("-p SECRET,  -q SECRET")).containsExactly("-p SECRET", "-q SECRET");
        assertThat(TextTable.parts("a,b")).containsExactly("a,b");
    }
}
