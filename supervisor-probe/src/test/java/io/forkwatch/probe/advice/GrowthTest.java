package io.forkwatch.probe.advice;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.view.ChildHistory;
import io.forkwatch.probe.process.view.ChildHistory.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Synthetic series of five-second steps, in MiB; the limit is 1,000 MiB. */
class GrowthTest {
    private static final long MIB = 1 << 20;
    private static final long LIMIT = 1000 * MIB;
    private static final int WHOLE = 180;

    private static ChildHistory history(int points, IntToDoubleFunction mib) {
        return new ChildHistory(
                0,
                ChildHistory.STEP_NANOS,
                IntStream.range(0, points)
                        .mapToObj(i -> point(mib.applyAsDouble(i)))
                        .toList());
    }

    private static Point point(double mib) {
        return Double.isNaN(mib)
                ? Point.UNKNOWN
                : new Point(OptionalLong.of((long) (mib * MIB)), OptionalDouble.empty());
    }

    private static OptionalLong seconds(ChildHistory history) {
        OptionalLong nanos = Growth.nanosUntil(history, LIMIT);
        return nanos.isEmpty() ? nanos : OptionalLong.of(nanos.getAsLong() / 1_000_000_000);
    }

    @Test
    void aLineIsForecastExactly() {
        // 10 MiB a step from 100 on: 24 steps later 340, and 660 to go.
        assertThat(seconds(history(25, i -> 100 + 10 * i))).hasValue(5 * 66);
        assertThat(seconds(history(6, i -> 700 + 50 * i))).hasValue(5);
        assertThat(seconds(history(24, i -> 1000 + 50 * i))).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void noiseOnALineChangesLittle(long seed) {
        Random random = new Random(seed);
        List<OptionalLong> forecasts = new ArrayList<>();
        for (int end = 24; end < 60; end++) {
            int last = end;
            forecasts.add(seconds(history(last, i -> 100 + 10 * i + 5 * random.nextGaussian())));
            if (forecasts.get(forecasts.size() - 1).isPresent()) {
                double truth = 5 * (900 - 10.0 * (last - 1)) / 10;
                assertThat((double) forecasts.get(forecasts.size() - 1).getAsLong())
                        .isBetween(truth / 2, truth * 2);
            }
        }
        assertThat(forecasts).filteredOn(OptionalLong::isPresent).hasSizeGreaterThan(5);
    }

    static Stream<Arguments> whatIsNoGrowth() {
        return Stream.of(
                Arguments.of("constant", (IntToDoubleFunction) i -> 500),
                Arguments.of("falling", (IntToDoubleFunction) i -> 900 - i),
                Arguments.of("a step", (IntToDoubleFunction) i -> i < 90 ? 100 : 800),
                Arguments.of("many steps, long ago", (IntToDoubleFunction) i -> Math.min(900, 100 * (i / 10))),
                Arguments.of("a start that levels off", (IntToDoubleFunction) i -> 900 * (1 - Math.exp(-i / 5.0))),
                Arguments.of("a sawtooth of 8", (IntToDoubleFunction) i -> 200 + 50 * (i % 8)),
                Arguments.of("a sawtooth of 30", (IntToDoubleFunction) i -> 200 + 20 * (i % 30)),
                Arguments.of("a sine", (IntToDoubleFunction) i -> 500 + 300 * Math.sin(i / 9.0)),
                Arguments.of("too slow to matter", (IntToDoubleFunction) i -> 500 + i * 0.1));
    }

    /** At each moment of fifteen minutes; what begins like growth has that much before it shows what it is. */
    @ParameterizedTest
    @MethodSource("whatIsNoGrowth")
    void whatIsNoGrowthHasNoForecast(String what, IntToDoubleFunction mib) {
        int settled = 60;
        for (int points = settled; points <= WHOLE; points++) {
            assertThat(seconds(history(points, mib))).as(what + " at " + points).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void noiseIsNoGrowth(long seed) {
        Random random = new Random(seed);
        double[] mib = IntStream.range(0, WHOLE)
                .mapToDouble(i -> 500 + 40 * random.nextGaussian())
                .toArray();
        for (int points = 1; points <= WHOLE; points++) {
            assertThat(seconds(history(points, i -> mib[i]))).isEmpty();
        }
    }

    @Test
    void fewPointsAreNoForecast() {
        for (int points = 0; points < 6; points++) {
            assertThat(seconds(history(points, i -> 100 * i))).isEmpty();
        }
    }

    @Test
    void aGapBeginsAnew() {
        assertThat(seconds(history(30, i -> i == 26 ? Double.NaN : 100 + 10 * i)))
                .isEmpty();
        assertThat(seconds(history(34, i -> i == 26 ? Double.NaN : 100 + 10 * i)))
                .hasValue(5 * 57);
    }
}
