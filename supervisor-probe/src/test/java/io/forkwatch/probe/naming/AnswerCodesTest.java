package io.forkwatch.probe.naming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkwatch.probe.process.CommandLine;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Probes that say no. */
class AnswerCodesTest {
    private final AnswerCodes shipped = AnswerCodes.shipped();

    private boolean isAnswer(String example) {
        String[] parts = example.split(" \\| ", 2);
        return shipped.isAnswer(new CommandLine(Arrays.asList(parts[1].split(" ", -1))), Integer.parseInt(parts[0]));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1 | grep -q x f",
                "1 | /usr/bin/grep x",
                "1 | diff a b",
                "1 | cmp -s a b",
                "1 | pgrep -f x",
                "1 | /usr/bin/test -t 0",
                "1 | [ -f x ]",
                "1 | tty",
                "1 | which java",
                "1 | kill -0 77",
                "1 | ps -p 77",
                "1 | readlink -f /x",
                "128 | git rev-parse --show-toplevel",
                "1 | git -C /x diff --quiet",
                "3 | systemctl is-active x",
                "2 | getent passwd x",
                "1 | id nobody2",
                "1 | expr 0",
                "1 | timeout 5 grep x f",
                "1 | env LC_ALL=C grep x",
                "1 | busybox grep x f",
            })
    void anAnswer(String example) {
        assertThat(isAnswer(example)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2 | grep x missing",
                "2 | diff a missing",
                "1 | kill -TERM 77",
                "1 | git commit -m x",
                "1 | git push",
                "1 | systemctl start x",
                "1 | java -jar grep.jar",
                "1 | sh grep.sh",
                "1 | python3 -m test",
                "3 | grep x",
            })
    void noAnswer(String example) {
        assertThat(isAnswer(example)).isFalse();
    }

    @Test
    void aScriptIsJudgedByItsOneCommand() {
        assertThat(shipped.isAnswer(new CommandLine(List.of("sh", "-c", "grep -q x f")), 1))
                .isTrue();
        assertThat(shipped.isAnswer(new CommandLine(List.of("bash", "-c", "command -v java")), 127))
                .isTrue();
        assertThat(shipped.isAnswer(new CommandLine(List.of()), 1)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"grep | 0 |", "grep | 256 |", "grep | x |", "grep | |", "a b | 1 |"})
    void whatIsNoTableIsRefused(String text) {
        assertThatThrownBy(() -> AnswerCodes.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
