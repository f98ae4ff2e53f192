package io.forkwatch.probe.sample;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoundRobinTest {
    private final RoundRobin roundRobin = new RoundRobin();

    private int[] times(int children, int ticks) {
        int[] times = new int[children];
        for (int tick = 0; tick < ticks; tick++) {
            roundRobin.ticked(children);
            for (int place = 0; place < children; place++) {
                times[place] += roundRobin.has(place) ? 1 : 0;
            }
        }
        return times;
    }

    @ParameterizedTest
    @CsvSource({"1, 10", "3, 10", "10, 10", "50, 10", "99, 20", "1000, 200", "1001, 1001"})
    void eachHasItsTurn(int children, int ticks) {
        assertThat(times(children, ticks)).doesNotContain(0);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "7, 1", "10, 1", "45, 5", "50, 5", "5000, 5"})
    void andNoMoreThanFiveAtATick(int children, int most) {
        for (int tick = 0; tick < 30; tick++) {
            roundRobin.ticked(children);
            long now = java.util.stream.IntStream.range(0, children)
                    .filter(roundRobin::has)
                    .count();
            assertThat(now).isLessThanOrEqualTo(most);
        }
    }

    @Test
    void aFewHaveItOnceInTenTicks() {
        assertThat(times(3, 100)).containsExactly(10, 10, 10);
    }

    @Test
    void withoutChildrenNobodyHasIt() {
        roundRobin.ticked(0);
        roundRobin.ticked(2);
        assertThat(times(2, 100)).containsExactly(10, 10);
    }
}
