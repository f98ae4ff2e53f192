package io.forkwatch.probe.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.death.RecordedEnd;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReadRecordingTest {
    private static final Instant START = Instant.parse("2026-11-28T19:00:00Z");

    private final ReadRecording read = new ReadRecording(42);

    @Test
    void theSamplesOfTheLastSecondsCount() {
        read.recordedBy(42);
        for (int i = 0; i < 100; i++) {
            read.sample(START.plusMillis(i), "early");
        }
        for (int i = 0; i < 7; i++) {
            read.sample(START.plusSeconds(60).plusMillis(i), i < 4 ? "b" : "a");
        }
        read.sample(START.plusSeconds(61), "c");
        read.sample(START.plusSeconds(61), "d");
        read.collected(START.plusSeconds(30), 5);
        read.collected(START.plusSeconds(62), 7);

        RecordedEnd end = read.end(START.plusSeconds(64), true).orElseThrow();
        assertThat(end.lastEventNanos()).isEqualTo(2_000_000_000L);
        assertThat(end.samples()).isEqualTo(9);
        assertThat(end.topFrames()).containsExactly("4x b", "3x a", "1x c");
        assertThat(end.heapAfterGcBytes()).hasValue(7);
        assertThat(end.whole()).isTrue();
        assertThat(read.end(START, false).orElseThrow().lastEventNanos())
                .as("clocks differ")
                .isZero();
    }

    @Test
    void whatAnotherHasRecordedIsNotTold() {
        read.seen(START);
        assertThat(read.end(START, true)).isPresent();
        read.recordedBy(43);
        assertThat(read.end(START, true)).isEmpty();
    }

    @Test
    void nothingIsNothing() {
        assertThat(read.end(START, true)).isEmpty();
        read.recordedBy(42);
        assertThat(read.end(START, true)).isEmpty();
        assertThat(read.events()).isEqualTo(1);
    }

    @Test
    void itTakesNoMoreThanSoMany() {
        for (int i = 0; i < 10_000; i++) {
            read.sample(START, "x" + (i < 5_000 ? "" : "y"));
        }
        assertThat(read.end(START, true).orElseThrow().topFrames()).containsExactly("4096x xy");
    }
}
