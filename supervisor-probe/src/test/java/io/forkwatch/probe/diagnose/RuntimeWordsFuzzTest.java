package io.forkwatch.probe.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.forkwatch.probe.diagnose.verdict.Mechanism;
import io.forkwatch.probe.process.WaitStatus;
import io.forkwatch.probe.process.death.Ending;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** A table is read whole or refused with its line; any text is one that may be said. Regression mode runs the seeds only. */
@Tag("fuzz")
class RuntimeWordsFuzzTest {
    private static final RuntimeWords SHIPPED = RuntimeWords.shipped();

    @FuzzTest
    void anyTextIsATableOrIsRefused(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        try {
            assertThat(RuntimeRow.parse(text))
                    .allSatisfy(row -> assertThat(row.runtime()).isNotEmpty());
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageContaining("line ");
        }
    }

    @FuzzTest
    void anyTextIsOneThatMayBeSaid(byte[] input) {
        List<String> lines = new String(input, StandardCharsets.UTF_8).lines().toList();
        for (int status : new int[] {6, 256, 512, 65280, 34304}) {
            Mechanism mechanism = Mechanism.of(new Ending.Exact(new WaitStatus(status)));
            SHIPPED.find(lines, mechanism)
                    .ifPresent(failure -> assertThat(String.join("\n", lines)).contains(failure.line()));
        }
    }
}
