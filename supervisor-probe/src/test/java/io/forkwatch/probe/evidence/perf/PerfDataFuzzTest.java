package io.forkwatch.probe.evidence.perf;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;

/** Whatever the bytes are: nothing is thrown, and no figure is below 0. Regression mode runs the seeds only. */
@Tag("fuzz")
class PerfDataFuzzTest {
    @FuzzTest(maxDuration = "1m")
    void anyBytesGiveFiguresOrNone(byte[] input) {
        PerfData.parse(input).ifPresent(data -> {
            Heap heap = new Heap(data);
            assertThat(Stream.of(
                            heap.usedBytes(), heap.committedBytes(), heap.maxBytes(), heap.gcNanos(), heap.gcCount()))
                    .allMatch(figure -> figure.orElse(0) >= 0);
            assertThat(heap.oldRatio().orElse(0)).isBetween(0.0, 1.0);
            assertThat(data.numbers().values()).allMatch(value -> value >= 0);
        });
    }
}
