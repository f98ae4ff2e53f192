package io.forkwatch.probe.procfs.pid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.forkwatch.probe.procfs.text.ByteSpan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OomScoreAdjTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(ints = {-1000, -17, 0, 1, 300, 1000})
    void itIsANumberAndALineFeed(int value) {
        assertThat(OomScoreAdj.parse(ByteSpan.of(value + "\n"))).hasValue(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "0", "x\n", "-1001\n", "1001\n", "99999\n", "1 2\n", "-\n", "+1\n"})
    void allElseIsAbsent(String text) {
        assertThat(OomScoreAdj.parse(ByteSpan.of(text))).isEmpty();
    }

    @Test
    void oursCanBeReadAndThatOfNobodyCannot() {
        assertThat(OomScoreAdj.read(Path.of("/proc/self"))).isNotEqualTo(OptionalInt.empty());
        assertThat(OomScoreAdj.read(Path.of("/proc/0"))).isEmpty();
    }

    private Path process(String text) throws IOException {
        Files.writeString(directory.resolve("oom_score_adj"), text);
        return directory;
    }

    private String now() throws IOException {
        return Files.readString(directory.resolve("oom_score_adj"));
    }

    @ParameterizedTest
    @CsvSource({
        "-500, 1000, 1000",
        "0, 1000, 1000",
        "299, 300, 300",
        "300, 300, 300",
        "301, 300, 301",
        "1000, 300, 1000"
    })
    void itIsRaisedAndNeverLowered(int before, int to, int after) throws IOException {
        boolean raised = OomScoreAdj.raise(process(before + "\n"), to, () -> true);
        assertThat(OomScoreAdj.read(directory)).hasValue(after);
        assertThat(raised).isEqualTo(before != after);
    }

    @Test
    void thatOfSomebodyElseIsNotTouchedNorWhatIsNoNumber() throws IOException {
        assertThat(OomScoreAdj.raise(process("0\n"), 1000, () -> false)).isFalse();
        assertThat(now()).isEqualTo("0\n");
        assertThat(OomScoreAdj.raise(process("words\n"), 1000, () -> true)).isFalse();
        assertThat(now()).isEqualTo("words\n");
    }

    /** The kernel's file is that of the process that had the pid when it was opened. */
    @Test
    void whoGetsThePidMeanwhileIsNotTouched() throws IOException {
        Path held = directory.resolve("held");
        OomScoreAdj.raise(process("0\n"), 1000, () -> {
            try {
                Files.move(directory.resolve("oom_score_adj"), held);
                process("7\n");
                return true;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        assertThat(now()).isEqualTo("7\n");
        assertThat(held).hasContent("1000\n");
    }

    @Test
    void whoIsGoneIsNothingAndWhoMayNotBeTouchedIsSaid() throws IOException {
        assertThat(OomScoreAdj.raise(directory.resolve("77"), 1000, () -> true)).isFalse();
        Files.createDirectory(directory.resolve("oom_score_adj"));
        assertThatIOException().isThrownBy(() -> OomScoreAdj.raise(directory, 1000, () -> true));
    }

    @Test
    void aRealProcessHasItAndSoHasWhatItForksAfterwards() throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("sh", "-c", "read line; cat /proc/self/oom_score_adj").start();
        try {
            Path process = Path.of("/proc", Long.toString(shell.pid()));
            assertThat(OomScoreAdj.raise(process, 1000, () -> true)).isTrue();
            assertThat(OomScoreAdj.read(process)).hasValue(1000);
            assertThat(OomScoreAdj.raise(process, 1000, () -> true)).isFalse();
            shell.getOutputStream().write('\n');
            shell.getOutputStream().flush();
            assertThat(shell.getInputStream().readAllBytes()).asString().isEqualTo("1000\n");
        } finally {
            shell.destroy();
            shell.waitFor();
        }
    }
}
