package io.forkwatch.probe.naming;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.forkwatch.probe.process.CommandLine;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** Whatever a command holds: names come out and nothing is thrown. Regression mode runs the seeds only. */
@Tag("fuzz")
class NamingFuzzTest {
    private static final KindNamer NAMER = new KindNamer(List.of());

    @FuzzTest
    void anyScriptIsCutIntoWords(byte[] input) {
        String script = new String(input, StandardCharsets.UTF_8);
        assertThat(ShellWords.firstCommand(script))
                .allSatisfy(word -> assertThat(word).isNotNull());
    }

    @FuzzTest
    void anyCommandHasAKind(byte[] input) {
        String lines = new String(input, StandardCharsets.UTF_8);
        List<String> arguments = List.of(lines.split("\n", -1));
        assertThat(NAMER.nameOf(new CommandLine(arguments)).name()).hasSizeBetween(1, 40);
    }
}
