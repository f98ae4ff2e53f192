package io.forkwatch.probe.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UsageTest {
    @ParameterizedTest
    @MethodSource("visible")
    void namesEveryVisibleOption(Option<?> option) {
        assertThat(Usage.text("1.2.3")).contains(option.key(), option.meaning(), option.allowed());
        assertThat(Usage.markdownTable()).contains("| `" + option.key() + "` | ", option.meaning(), option.allowed());
    }

    static List<Option<?>> visible() {
        return SeldomOption.all().stream()
                .filter(option -> !option.key().startsWith("test."))
                .toList();
    }

    @Test
    void hidesTheOptionsForTests() {
        assertThat(Usage.text("1.2.3") + Usage.markdownTable()).doesNotContain("test.fault", "test.sweep");
    }

    @Test
    void saysTheVersionAndHowToAttach() {
        assertThat(Usage.text("1.2.3")).contains("-javaagent:forkwatch.jar").endsWith("\nforkwatch 1.2.3\n");
    }

    @Test
    void showsTheEscapesAsTheyAreWritten() {
        assertThat(Usage.text("1")).contains("write \\, for a comma").contains("write \\\\ for \\ there");
    }

    @Test
    void fitsATerminal() {
        assertThat(Usage.text("1.2.3").lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(120));
    }

    @Test
    void everyRowOfTheTableHasFourCells() {
        assertThat(Usage.markdownTable().lines())
                .allSatisfy(row -> assertThat(row.split("\\|")).hasSize(5));
    }
}
