package io.forkwatch.probe.procfs.pid;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.procfs.text.ByteSpan;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OomScoreAdjTest {
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
}
