package io.forkwatch.probe.diagnose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkwatch.probe.process.table.TextTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuntimeRowTest {
    @ParameterizedTest
    @CsvSource({
        "a, a, true",
        "a, ab, false",
        "a*, ab, true",
        "a*, ba, false",
        "*a, ba, true",
        "*a*, bab, true",
        "a*c*e, abcde, true",
        "a*c*e, abde, false",
        "ab*b, ab, false",
        "a*b*b, ab, false",
        "** x *, ** x y, true"
    })
    void aStarStandsForAnyCharacters(String pattern, String line, boolean fits) {
        assertThat(LinePattern.of(pattern).fits(line)).isEqualTo(fits);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Go | memory 2",
                " | memory 2 | x",
                "Go | memory 2 | *",
                "Go | memory | x",
                "Go | more 2 | x",
                "Go | 2 | x",
                "Go | | x",
                "Go | memory 0 | x",
                "Go | memory 256 | x",
                "Go | memory 2 often | x"
            })
    void aRowThatIsNoneIsRefusedWithItsLine(String row) {
        assertThatThrownBy(() -> RuntimeRow.parse("# table\n" + row))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 2: ");
    }

    @Test
    void theShippedTableIsWhole() {
        assertThat(RuntimeRow.parse(TextTable.shipped(RuntimeRow.class, "runtimes.txt")))
                .hasSizeGreaterThan(150)
                .extracting(RuntimeRow::runtime)
                .contains(
                        "Node.js", "Python", "PHP", "Ruby", "Perl", "Go", "Rust", "GHC", "OCaml", "R", "Lua", "Erlang");
    }
}
