package io.forkwatch.probe.evidence.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;

/** Whatever a log holds: nothing is thrown, and what comes out is short. Regression mode runs the seeds only. */
@Tag("fuzz")
class OomLinesFuzzTest {
    @FuzzTest
    void anyLogTellsOfNoKillOrOfASoundOne(byte[] input) {
        OomLines lines = new OomLines();
        new String(input, StandardCharsets.UTF_8)
                .lines()
                .flatMap(line -> KmsgRecord.parse(line).stream())
                .flatMap(record -> lines.take(record.text(), 0, false).stream())
                .forEach(kill -> {
                    assertThat(kill.pid()).isPositive();
                    assertThat(kill.line()).hasSizeBetween(1, 160);
                });
    }
}
