package io.forkwatch.probe.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WrapperEndsTest {
    private static List<String> words(String command) {
        return List.of(command.split(" "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "timeout 60 java",
                "/usr/bin/sudo -u root java",
                "env LANG=C nice -n 5 timeout 3 java",
                "chroot / strace -f java",
                "cargo run",
                "unshare -fp java",
                "unshare --fork java",
                "nsenter -t 77 -p java",
                "nsenter --target=77 --pid=/proc/77/ns/pid java"
            })
    void someEndByTheSignalOfTheirCommand(String command) {
        assertThat(WrapperEnds.endsAlike(words(command))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java -Dmode timeout",
                "nice java",
                "xargs timeout 3 x",
                "sh timeout.sh",
                "env",
                "ltrace -f java",
                "unshare -m java",
                "unshare java -f",
                "nsenter -t 77 -n java"
            })
    void othersDoNot(String command) {
        assertThat(WrapperEnds.endsAlike(words(command))).isFalse();
    }

    @Test
    void aShellIsTheLastCommandOfItsScript() {
        assertThat(WrapperEnds.command(List.of("bash", "-c", "cd /x; exec timeout 5 java; exit $?")))
                .containsExactly("timeout", "5", "java");
        assertThat(WrapperEnds.command(List.of("bash", "run.sh"))).isEmpty();
        assertThat(WrapperEnds.command(List.of())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "xargs -n1 x, 125, killed",
        "xargs -n1 x, 124, gave-up",
        "xargs -n1 x, 123, failed",
        "timeout 3 x, 124, time",
    })
    void someHaveCodesOfTheirOwn(String command, int code, String meaning) {
        assertThat(WrapperEnds.meaning(words(command), code)).hasValue(meaning);
        assertThat(WrapperEnds.meaning(words(command), 1)).isEmpty();
        assertThat(WrapperEnds.meaning(words("java x"), code)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "setsid -w x, 9, 9",
        "python3 x.py, 247, 9",
        "python x.py, 245, 11",
        "perl x.pl, 11, 11",
        "python3 x.py, 9, 0",
        "setsid x, 137, 0",
        "java x, 9, 0",
    })
    void someSayTheSignalInAnotherWayThanAShell(String command, int code, int signal) {
        assertThat(WrapperEnds.signalIn(words(command), code)).isEqualTo(signal);
    }

    @Test
    void eachRowNamesItsSource() {
        assertThatThrownBy(() -> WrapperEnds.parse("x | shell |"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("source");
    }

    @Test
    void whoPassesOnGivesWay() {
        assertThat(List.of("su", "npm", "tini", "timeout", "xvfb-run")).allMatch(WrapperEnds::passesOn);
        assertThat(List.of("java", "python3", "xargs", "")).noneMatch(WrapperEnds::passesOn);
    }
}
