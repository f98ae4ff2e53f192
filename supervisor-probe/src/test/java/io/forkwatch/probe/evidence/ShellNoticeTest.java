package io.forkwatch.probe.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The lines are those of dash 0.5.12, busybox 1.35 and bash 5.2. */
class ShellNoticeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "Killed ! 9 ! 0 ! ''",
                "Segmentation fault (core dumped) ! 11 ! 0 ! ''",
                "bash: line 1: 29856 Killed                  /usr/local/bin/fwdieslow ! 9 ! 29856 ! /usr/local/bin/fwdieslow",
                "bash: 23642 Killed                  sh -c \"kill -9\" ! 9 ! 23642 ! sh -c \"kill -9\"",
                "'     23643 Segmentation fault      (core dumped) | tee log' ! 11 ! 23643 ! tee log",
                "/opt/run.sh: line 2: 55 Aborted                 x a: b ! 6 ! 55 ! x a: b",
            })
    void tellWhoWasEndedAndHow(String line, int signal, long pid, String command) {
        OptionalLong said = pid == 0 ? OptionalLong.empty() : OptionalLong.of(pid);
        assertThat(ShellNotice.last(List.of("before", line, "after"), signal)).hasValueSatisfying(words -> {
            assertThat(words.pid()).isEqualTo(said);
            assertThat(words.command()).isEqualTo(command);
            assertThat(words.line()).isEqualTo(line.strip());
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Killed by the operator",
                "worker 12: Killed  it",
                "23643 Done                    | cat",
                "12345678901 Killed  x",
                "",
            })
    void otherLinesAreNotTheirs(String line) {
        assertThat(ShellNotice.last(List.of(line), 9)).isEmpty();
    }

    @Test
    void anotherSignalIsNotMeantAndTheLastLineCounts() {
        assertThat(ShellNotice.last(List.of("Killed"), 11)).isEmpty();
        assertThat(ShellNotice.last(List.of("x: 1 Killed    a", "x: 2 Killed    b"), 9)
                        .orElseThrow()
                        .pid())
                .hasValue(2);
    }

    @Test
    void shellsAreSilentAtSomeSignals() {
        assertThat(List.of(9, 11, 6, 7)).allMatch(ShellNotice::alwaysTell);
        assertThat(List.of(2, 13, 15, 40)).noneMatch(ShellNotice::alwaysTell);
    }
}
