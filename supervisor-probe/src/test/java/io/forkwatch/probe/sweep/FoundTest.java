package io.forkwatch.probe.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.advice.SweepVerdict;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FoundTest {
    private static final long CUTOFF = 1_000;

    private static SweepVerdict judge(long newestMillis, Set<SweepVerdict> marks) {
        return new Found("/ci/work/a", "key", newestMillis, 3, 5, marks).judge(CUTOFF);
    }

    @ParameterizedTest
    @CsvSource({"999,LEFT_OVER", "-5,LEFT_OVER", "1000,FRESH", "1001,FRESH", "9223372036854775807,FRESH"})
    void whatWasChangedAtTheCutoffOrLaterIsFresh(long newestMillis, SweepVerdict verdict) {
        assertThat(judge(newestMillis, Set.of())).isEqualTo(verdict);
    }

    @ParameterizedTest
    @EnumSource
    void whateverIsComeUponKeepsItFromBeingLeftOver(SweepVerdict mark) {
        assertThat(judge(0, Set.of(mark))).isEqualTo(mark);
    }

    @Test
    void useIsStrongerThanWhatIsNotKnown() {
        assertThat(judge(0, EnumSet.of(SweepVerdict.UNREADABLE, SweepVerdict.IN_USE, SweepVerdict.TOO_DEEP)))
                .isEqualTo(SweepVerdict.IN_USE);
        assertThat(judge(CUTOFF, EnumSet.of(SweepVerdict.UNREADABLE))).isEqualTo(SweepVerdict.FRESH);
    }
}
