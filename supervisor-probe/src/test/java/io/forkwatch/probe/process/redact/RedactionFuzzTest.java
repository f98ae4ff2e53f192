package io.forkwatch.probe.process.redact;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** Whatever a command holds: one line of bounded length comes out. Regression mode runs the seeds only. */
@Tag("fuzz")
class RedactionFuzzTest {
    @FuzzTest
    void anyCommandBecomesOneBoundedLine(byte[] input) {
        String lines = new String(input, StandardCharsets.UTF_8);
        String line = Redaction.of(List.of(lines.split("\n\n", -1)));
        assertThat(line).hasSizeLessThanOrEqualTo(Redaction.LIMIT);
        assertThat(line.chars()).noneMatch(Character::isISOControl);
    }

    @FuzzTest
    void aSecretBehindItsOptionNeverShows(byte[] input) {
        String secret = new String(input, StandardCharsets.UTF_8);
        String line = Redaction.of(List.of("tool", "--password=" + secret + "HUNTER", "-x"));
        assertThat(line).isEqualTo("tool --password=*** -x");
    }
}
