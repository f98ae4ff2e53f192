package io.forkwatch.probe.report.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TailLinesTest {
    private static final List<String> LAST = List.of("rip 0x1", "rflags 0x2", "cs 0x33", "fs 0x0", "gs 0x0");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory",
                "fatal error: out of memory",
                "panic: runtime error: index out of range",
                "thread 'main' panicked at src/main.rs:2:5:",
                "x.rb:1: [BUG] Segmentation fault",
                "TypeError: x is not a function",
                "SIGQUIT: quit",
                "Exception in thread \"main\" java.lang.IllegalStateException"
            })
    void theLineThatTellsTheFaultComesBeforeTheLastOnes(String telling) {
        assertThat(TailLines.of(lines("start", telling, "goroutine 1")))
                .containsExactly(telling, "...", "rflags 0x2", "cs 0x33", "fs 0x0", "gs 0x0");
    }

    @Test
    void theFirstOfThemCounts() {
        assertThat(TailLines.of(lines("panic: a", "panic: b")).get(0)).isEqualTo("panic: a");
    }

    @Test
    void theLastFiveAreEnoughWhereNoneTellsOrOneIsAmongThem() {
        assertThat(TailLines.of(lines("a", "signal: b", "error"))).isEqualTo(LAST);
        assertThat(TailLines.of(List.of("Error: a", "b", "c", "d", "e")))
                .containsExactly("Error: a", "b", "c", "d", "e");
        assertThat(TailLines.of(List.of("a"))).containsExactly("a");
    }

    @Test
    void nothingStandsForLinesThatAreNotLeftOut() {
        assertThat(TailLines.of(List.of("x", "Error: a", "b", "c", "d", "e"))).doesNotContain("...");
        assertThat(TailLines.of(List.of("Error: a", "b", "c", "d", "e", "f")))
                .containsExactly("Error: a", "...", "c", "d", "e", "f");
    }

    private static List<String> lines(String... first) {
        List<String> lines = new ArrayList<>(List.of(first));
        lines.addAll(LAST);
        return lines;
    }
}
