package io.forkwatch.probe.register;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.forkwatch.probe.process.view.ChildHistory.Point;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ring of a child's last minutes. Times are near where they overflow, and below 0, as those of a JVM may be. */
class HistoryTest {
    private static final double UNKNOWN = Double.NaN;
    private static final long SECOND = 1_000_000_000;

    private final History.Room room = new History.Room(2);
    private final History history = new History(room);

    private static Point point(long kib, double cpu) {
        return new Point(OptionalLong.of(kib << 10), OptionalDouble.of(cpu));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -7_000_000_000L, 3_999_999_999L, -1})
    void aStepHasItsMostMemoryAndItsLastCpu(long start) {
        long at = Math.floorDiv(start, History.STEP_NANOS) * History.STEP_NANOS;
        history.take(at, 1 << 20, UNKNOWN);
        long older = at + History.PATIENCE_NANOS;
        history.take(older, 1 << 20, 0.5);
        history.take(older + SECOND, 9 << 20, 0.25);
        history.take(older + 2 * SECOND, 3 << 20, UNKNOWN);
        history.take(older + 5 * SECOND, 2 << 20, 0.75);
        assertThat(history.copy().points()).containsExactly(point(9 << 10, 0.25), point(2 << 10, 0.75));
        assertThat(history.copy().newestStepNanos()).isEqualTo(older + 5 * SECOND);
    }

    @Test
    void theYoungHaveNone() {
        history.take(0, 1 << 20, 1);
        history.take(History.PATIENCE_NANOS - 1, 1 << 20, 1);
        assertThat(history.copy().points()).isEmpty();
    }

    @Test
    void onlyTheLastQuarterOfAnHourIsKept() {
        for (int step = 0; step < 500; step++) {
            history.take(step * History.STEP_NANOS, (long) step << 10, 1);
        }
        List<Point> points = history.copy().points();
        assertThat(points).hasSize(History.STEPS);
        assertThat(points.get(0)).isEqualTo(point(500 - History.STEPS, 1));
        assertThat(points.get(History.STEPS - 1)).isEqualTo(point(499, 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 30, 179, 180, 181, 360, 5_000})
    void whatNobodySawIsUnknown(int pause) {
        history.take(0, 1 << 10, 1);
        history.take(History.PATIENCE_NANOS, 1 << 10, 1);
        history.take(History.PATIENCE_NANOS + pause * History.STEP_NANOS, 2 << 10, 1);
        List<Point> points = history.copy().points();
        assertThat(points.get(points.size() - 1)).isEqualTo(point(2, 1));
        if (pause < History.STEPS) {
            assertThat(points).hasSize(pause + 1);
            assertThat(points.subList(1, pause)).containsOnly(Point.UNKNOWN);
        } else {
            assertThat(points).hasSize(1);
        }
    }

    @Test
    void thereAreOnlySoManyAtOnce() {
        List<History> all = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            all.add(new History(room));
            old(all.get(i));
        }
        assertThat(all).extracting(one -> one.copy().points().size()).containsExactly(1, 1, 0);
        all.get(0).close();
        old(all.get(2));
        assertThat(all.get(2).copy().points()).hasSize(1);
        History last = new History(room);
        old(last);
        all.get(1).close();
        last.close();
        assertThat(last.copy().points()).isEmpty();
    }

    private static void old(History one) {
        one.take(0, 1, 1);
        one.take(History.PATIENCE_NANOS, 1, 1);
    }

    /** What the docs say of one child. */
    @Test
    void itTakesWhatTheDocsSay() {
        ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        History.Room wide = new History.Room(10_000);
        old(new History(wide));
        List<History> kept = new ArrayList<>(1_000);
        long before = memory.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 1_000; i++) {
            History one = new History(wide);
            old(one);
            kept.add(one);
        }
        long each = (memory.getCurrentThreadAllocatedBytes() - before) / kept.size();
        assertThat(each).isBetween(1_440L, (long) History.BYTES);
        assertThat(History.BYTES).isEqualTo(1_520);
    }

    @Test
    void aTickLeavesNoGarbage() {
        ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        old(history);
        long before = memory.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 100_000; i++) {
            history.take(History.PATIENCE_NANOS + i * SECOND, i, 1);
        }
        assertThat(memory.getCurrentThreadAllocatedBytes() - before).isLessThan(1_000);
    }
}
