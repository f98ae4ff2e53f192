package io.forkwatch.probe.advice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A limit of 100 that has to be exceeded for 3 s; a reading a second: a dot is a missing one. */
class TripTest {
    private static final long SECOND = 1_000_000_000;

    @ParameterizedTest
    @CsvSource(textBlock = """
                    below for ever,                  50 60 70 80 90 99 99 99 99,            .........
                    it crosses and stays,            50 100 101 102 103 104,                ....T.
                    a spike is none,                 50 100 120 120 50 50 50,               .......
                    spikes are none,                 100 120 50 100 120 50 100 120,         ........
                    hovering at it is one trip,      100 99 100 99 100 100 100 100 99 100,  .......T..
                    just below it is not over,       100 100 100 100 95 91 90 95 90 99,     ...T......
                    well below for a while it is,    100 100 100 100 89 50 89 10,           ...T...C
                    a dip is none,                   100 100 100 100 10 10 100 10 10 10 10, ...T......C
                    it may come again,               100 100 100 100 10 10 10 10 100 100 100 100, ...T...C...T
                    nobody knows,                    . . . . . . .,                         .......
                    a gap begins anew,               100 100 . 100 100 100 100,             ......T
                    a gap does not clear,            100 100 100 100 . . . . 10 10 . 10,    ...T........
                    """)
    void itTripsAndClearsWithoutFlapping(String what, String readings, String expected) {
        Trip trip = new Trip(100, 3 * SECOND);
        StringBuilder seen = new StringBuilder();
        long nanos = Long.MAX_VALUE - SECOND;
        for (String reading : readings.split(" ", -1)) {
            OptionalLong figure = reading.equals(".") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(reading));
            boolean changed = trip.take(figure, nanos);
            seen.append(changed ? (trip.isTripped() ? 'T' : 'C') : '.');
            nanos += SECOND;
        }
        assertThat(seen).as(what).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource({"99, false", "100, true", "101, true"})
    void withoutAWhileItTripsAtOnce(long figure, boolean tripped) {
        Trip trip = new Trip(100, 0);
        assertThat(trip.take(OptionalLong.of(figure), 5)).isEqualTo(tripped);
        assertThat(trip.isTripped()).isEqualTo(tripped);
    }

    @ParameterizedTest
    @CsvSource({"9223372036854775807"})
    void theLargestLimitDoesNotOverflow(long most) {
        Trip trip = new Trip(most, 0);
        assertThat(trip.take(OptionalLong.of(most), 0)).isTrue();
        assertThat(trip.take(OptionalLong.of(most - 1), 1)).isFalse();
        assertThat(trip.take(OptionalLong.of(1), 2)).isTrue();
    }
}
