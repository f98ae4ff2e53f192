package io.forkwatch.probe.naming;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.forkwatch.probe.process.table.TextTable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** A table is read whole or refused with its line. Regression mode runs the seeds only. */
@Tag("fuzz")
class TextTableFuzzTest {
    @FuzzTest
    void anyTextIsATableOrIsRefused(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        try {
            assertThat(TextTable.parse(text))
                    .allSatisfy(row -> assertThat(row.cells()).hasSize(3));
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageContaining("line ");
        }
        try {
            assertThat(WrapperSyntax.parse(text))
                    .doesNotContainKey("")
                    .allSatisfy((program, syntax) ->
                            assertThat(syntax.longWithValue()).allMatch(option -> option.startsWith("--")));
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageContaining("line ");
        }
        try {
            BuiltInKinds kinds = BuiltInKinds.parse(text);
            kinds.kindOf(ResolvedCommand.of(List.of(text)))
                    .ifPresent(kind -> assertThat(text).contains(kind.name()));
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageMatching("(?s).*(line \\d|a kind is ).*");
        }
    }
}
