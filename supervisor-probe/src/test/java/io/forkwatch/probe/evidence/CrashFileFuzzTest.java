package io.forkwatch.probe.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

/** Whatever a file holds: nothing is thrown, and what comes out is short. Regression mode runs the seeds only. */
@Tag("fuzz")
class CrashFileFuzzTest {
    @FuzzTest
    void anyTextParsesOrIsNoCrashFile(byte[] input) {
        CrashFile.parse(Path.of("hs_err.log"), new String(input, StandardCharsets.UTF_8))
                .ifPresent(file -> {
                    assertThat(file.pid()).isPositive();
                    assertThat(file.summary()).hasSizeBetween(1, 300).doesNotContain("\n");
                    assertThat(file.frame().orElse("x")).hasSizeBetween(1, 300);
                    assertThat(file.outOfMemory().orElse("x")).hasSizeBetween(1, 300);
                });
    }
}
