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
                "127 | lshw -C system",
                "127 | nvidia-smi -L",
                "127 | git describe --always",
                "127 | docker --version",
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

    private boolean isAnswerOf(String example) {
        String[] parts = example.split(" \\| ", 2);
        return shipped.isAnswer(new CommandLine(List.of("sh", "-c", parts[1])), Integer.parseInt(parts[0]));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1 | [ -f /x ]",
                "1 | test -d '/a b'",
                "1 | [[ -f /x && -d /y ]]",
                "1 | cat f | grep -q x",
                "1 | ps aux | grep x | grep -v grep",
                "1 | kill -0 77 2>/dev/null",
                "1 | cd /tmp && grep -q x f",
                "1 | cd /tmp; LC_ALL=C grep -q x f",
                "1 | test -x /x && echo yes",
                "1 | make; test -f out",
                "1 | ! pgrep x",
                "1 | grep -q x f || grep -q y f",
                "1 | exec grep -q x f",
                "1 | command grep -q x f",
                "127 | command -v java >/dev/null 2>&1",
                "1 | type -p x",
                "1 | timeout 5 sh -c 'grep -q x f'",
                "2 | stty -a < /dev/tty",
                "1 | grep -q x f\n",
            })
    void aScriptWhoseExitCodeIsAnAnswer(String example) {
        assertThat(isAnswerOf(example)).isTrue();
    }

    /** One question, and the answer in so many words. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1 | if [ -f /x ]; then exit 0; else exit 1; fi",
                "1 | if ! grep -q x f; then echo none; exit 1; fi",
                "3 | if test -d /x\nthen exit 0\nelif pgrep x\nthen exit 3\nelse exit 1\nfi",
                "1 | if ps aux | grep -q x; then exit 0; else exit 1; fi",
            })
    void aScriptThatIsOneQuestion(String example) {
        assertThat(isAnswerOf(example)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1 | if make; then exit 0; else exit 1; fi",
                "1 | if [ -f /x ]; then make; else exit 1; fi",
                "2 | if [ -f /x ]; then exit 0; else exit 1; fi",
                "1 | if [ -f /x ]; then exit 1; fi; make",
                "1 | make; if [ -f /x ]; then exit 1; fi",
                "1 | if [ -f /x ]; then exit $code; fi",
                "1 | if [ -f /x ]; then exit 1",
                "1 | then exit 1; fi",
            })
    void aScriptThatIsMoreThanOne(String example) {
        assertThat(isAnswerOf(example)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127 | infocmp xterm",
                "127 | nc -z localhost 1",
                "127 | dot --version",
                "127 | LANG=C gs --version 2>&1"
            })
    void aProbeThatIsNotThere(String example) {
        assertThat(isAnswerOf(example)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127 | dot x.dot", "127 | nc localhost 1", "1 | dot --version", "127 | grep x f"})
    void aProgramThatIsNotThere(String example) {
        assertThat(isAnswerOf(example)).isFalse();
    }

    /** What may have failed is told, whatever stands beside it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1 | grep -q x f && ./run.sh",
                "1 | grep -q x f || ./run.sh",
                "1 | grep -q x f; ./run.sh",
                "1 | grep -q x f | ./run.sh",
                "1 | [ -f x ] || exit 1",
                "1 | test -f x && exit 1",
                "1 | exit 1; grep -q x f",
                "1 | set -e; make; grep -q x f",
                "1 | if grep -q x f; then make; fi",
                "1 | (make); grep -q x f | cat",
                "1 | set -o pipefail; make | grep -q x",
                "1 | echo",
                "1 | ",
                "2 | ! grep x missing",
                "1 | command make",
                "1 | exec ./run.sh",
            })
    void aScriptThatMayHaveFailed(String example) {
        assertThat(isAnswerOf(example)).isFalse();
    }

    @Test
    void aStageOfAPipelineCountsWherePipefailSaysSo() {
        assertThat(shipped.isAnswer(new CommandLine(List.of("bash", "-o", "pipefail", "-c", "make | grep -q x")), 1))
                .isFalse();
        assertThat(shipped.isAnswer(new CommandLine(List.of("bash", "-euo", "pipefail", "-c", "ps | grep -q x")), 1))
                .isTrue();
        assertThat(shipped.isAnswer(new CommandLine(List.of("bash", "-lc", "command -v nosuch")), 1))
                .isTrue();
        assertThat(shipped.isAnswer(new CommandLine(List.of("sh", "-c", "\"$@\"", "sh", "grep", "x")), 1))
                .isTrue();
        assertThat(shipped.isAnswer(new CommandLine(List.of("sh", "grep", "x")), 1))
                .isFalse();
        assertThat(shipped.isAnswer(new CommandLine(List.of("sh", "-c")), 1)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"grep | 0 |", "grep | 256 |", "grep | x |", "grep | |", "a b | 1 |"})
    void whatIsNoTableIsRefused(String text) {
        assertThatThrownBy(() -> AnswerCodes.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
