package io.forkwatch.probe.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.forkwatch.probe.process.death.OutputLines;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** Whatever a child prints: nothing is thrown, and what comes out is short. Regression mode runs the seeds only. */
@Tag("fuzz")
class JvmTextFuzzTest {
    @FuzzTest
    void anyOutputSaysSomethingShortOrNothing(byte[] input) {
        List<String> lines = OutputLines.of(input);
        assertThat(lines).allSatisfy(line -> assertThat(line).doesNotMatch("(?s).*\\p{Cntrl}.*"));
        JvmText.lastFailure(lines).ifPresent(failure -> {
            assertThat(failure.what()).hasSizeBetween(1, 300);
            assertThat(failure.cause()).hasSizeBetween(0, 300);
            assertThat(failure.thread()).hasSizeBetween(0, 300);
        });
    }
}
