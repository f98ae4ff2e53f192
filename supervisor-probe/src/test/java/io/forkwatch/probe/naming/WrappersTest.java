package io.forkwatch.probe.naming;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WrappersTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a b c | a¦b¦c",
                "a 'b c' | a¦b c",
                "a \"b $x\" | a¦b $x",
                "a \"b\\\"c\" | a¦b\"c",
                "a b\\ c | a¦b c",
                "a 'it'\"'\"'s' | a¦it's",
                "a $(b 'c d') e | a¦$(b 'c d')¦e",
                "a ${b:-c d} e | a¦${b:-c d}¦e",
                "a >f 2>&1 <g b | a¦b",
                "a 2 >f | a¦2",
                "a # b | a",
                "a#b | a#b",
                "a 'b | a¦b",
                "a $'b' | a¦b",
                "X=1 Y='2 3' a | a",
                "X+=1 a | a",
                "1X=1 a | 1X=1¦a",
                "a X=1 | a¦X=1",
                "exec -a n -l a b | a¦b",
            })
    void cutsAScriptIntoWords(String script, String words) {
        assertThat(String.join("¦", ShellWords.firstCommand(script))).isEqualTo(words);
    }

    @Test
    void keepsTheArgumentsOfTheInnermostCommand() {
        List<String> command =
                List.of("nice", "-n", "5", "sh", "-c", "cd /x && exec java '-Da=b c' \"$@\"", "sh", "1", "2 3");
        assertThat(Wrappers.lookThrough(command)).containsExactly("java", "-Da=b c", "1", "2 3");
    }

    @Test
    void aShellWithAScriptFileStaysAsItIs() {
        List<String> command = List.of("bash", "-x", "/x/build.sh", "all");
        assertThat(Wrappers.lookThrough(command)).isEqualTo(command);
    }

    @Test
    void aWrapperOfNothingStaysAsItIs() {
        assertThat(Wrappers.lookThrough(List.of("timeout", "-k", "5", "10")))
                .containsExactly("timeout", "-k", "5", "10");
        assertThat(Wrappers.lookThrough(List.of())).isEmpty();
    }
}
