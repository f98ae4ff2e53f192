package io.forkwatch.probe.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.advice.SweepVerdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FoundTest {
    private static final long CUTOFF = 1_000;

    private static SweepVerdict judge(long newestMillis, SweepVerdict mark) {
        Found found = new Found();
        found.newestMillis = newestMillis;
        found.mark = mark;
        return found.judge(CUTOFF);
    }

    @ParameterizedTest
    @CsvSource({"999,LEFT_OVER", "-5,LEFT_OVER", "1000,FRESH", "1001,FRESH", "9223372036854775807,FRESH"})
    void whatWasChangedAtTheCutoffOrLaterIsFresh(long newestMillis, SweepVerdict verdict) {
        assertThat(judge(newestMillis, SweepVerdict.LEFT_OVER)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @EnumSource
    void whateverIsComeUponKeepsItFromBeingLeftOver(SweepVerdict mark) {
        assertThat(judge(0, mark)).isEqualTo(mark);
    }

    @Test
    void useIsStrongerThanWhatIsNotKnown() {
        assertThat(judge(CUTOFF, SweepVerdict.IN_USE)).isEqualTo(SweepVerdict.IN_USE);
        assertThat(judge(CUTOFF, SweepVerdict.UNREADABLE)).isEqualTo(SweepVerdict.FRESH);
    }

    @Test
    void nothingThatWasSeenIsOld() {
        assertThat(new Found().judge(CUTOFF)).isEqualTo(SweepVerdict.LEFT_OVER);
    }
}
