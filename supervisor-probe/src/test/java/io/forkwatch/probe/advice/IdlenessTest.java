package io.forkwatch.probe.advice;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.view.TreeMember;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdlenessTest {
    private static final long SECOND = 1_000_000_000;
    private static final long TTL = 60 * SECOND;
    private static final List<TreeMember> TREE = List.of(new TreeMember(new ProcessKey(7, 1), "job", false));

    private Idleness tree = new Idleness();
    private long nanos = Long.MAX_VALUE - 90 * SECOND;
    private long cpuNanos;
    private OptionalLong io = OptionalLong.of(5);

    private void pass(int seconds, long cpuNanosEach) {
        for (int i = 0; i < seconds; i++) {
            nanos += SECOND;
            cpuNanos += cpuNanosEach;
            take(TREE, io, false);
        }
    }

    private void take(List<TreeMember> members, OptionalLong figure, boolean busy) {
        tree = tree.next(new IdleReading(nanos, cpuNanos, members, figure, busy), TTL);
    }

    @Test
    void whoDoesNothingForLongIsIdle() {
        pass(60, 0);
        assertThat(tree.idle).isFalse();
        assertThat(tree.isAlmost(nanos, TTL)).isFalse();
        assertThat(tree.isAlmost(nanos + SECOND, TTL)).isTrue();
        pass(1, 0);
        assertThat(tree.idle).isTrue();
    }

    /** As a JVM that waits, with its own housekeeping. */
    @Test
    void aLittleCpuTimeIsNoWork() {
        pass(100, 9_000_000);
        assertThat(tree.idle).isTrue();
    }

    @Test
    void betweenTheMarksItStaysWhatItIs() {
        pass(100, 15_000_000);
        assertThat(tree.idle).isFalse();
        pass(61, 0);
        assertThat(tree.idle).isTrue();
        pass(100, 15_000_000);
        assertThat(tree.idle).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {60_000_000, SECOND, 5 * SECOND})
    void whoWorksIsNotIdle(long cpuNanosEach) {
        pass(100, 0);
        pass(1, cpuNanosEach);
        assertThat(tree.idle).isFalse();
        pass(59, 0);
        assertThat(tree.idle).isFalse();
        pass(1, 0);
        assertThat(tree.idle).isTrue();
    }

    @Test
    void anyInputOrOutputIsWork() {
        pass(100, 0);
        io = OptionalLong.of(6);
        pass(1, 0);
        assertThat(tree.idle).isFalse();
        for (int i = 0; i < 200; i++) {
            io = OptionalLong.of(i);
            pass(1, 0);
        }
        assertThat(tree.idle).isFalse();
    }

    @Test
    void aProcessThatComesOrGoesIsWork() {
        pass(100, 0);
        nanos += SECOND;
        take(List.of(TREE.get(0), new TreeMember(new ProcessKey(8, 2), "sleep", false)), io, false);
        assertThat(tree.idle).isFalse();
        pass(60, 0);
        assertThat(tree.idle).isFalse();
    }

    @Test
    void whoRunsOrWaitsForADiskIsNeverIdle() {
        pass(100, 0);
        nanos += SECOND;
        take(TREE, io, true);
        assertThat(tree.idle).isFalse();
        for (int i = 0; i < 200; i++) {
            nanos += SECOND;
            take(TREE, io, true);
        }
        assertThat(tree.idle).isFalse();
    }

    @Test
    void aReadingThatIsMissingNeverMakesIdle() {
        pass(50, 0);
        nanos += SECOND;
        take(TREE, OptionalLong.empty(), false);
        nanos += 1_000 * SECOND;
        take(TREE, OptionalLong.empty(), false);
        take(List.of(), io, false);
        assertThat(tree.idle).isFalse();
        pass(60, 0);
        assertThat(tree.idle).isFalse();
        pass(1, 0);
        assertThat(tree.idle).isTrue();
    }

    @Test
    void norDoesItMakeWork() {
        pass(100, 0);
        nanos += SECOND;
        take(TREE, OptionalLong.empty(), false);
        assertThat(tree.idle).isTrue();
        pass(1, 0);
        assertThat(tree.idle).isTrue();
        pass(1, SECOND);
        assertThat(tree.idle).isFalse();
    }
}
