package io.forkwatch.probe.sample;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoundRobinTest {
    private final RoundRobin rota = new RoundRobin();

    private int[] turns(int children, int beats) {
        int[] turns = new int[children];
        for (int beat = 0; beat < beats; beat++) {
            rota.beat(children);
            for (int place = 0; place < children; place++) {
                turns[place] += rota.has(place) ? 1 : 0;
            }
        }
        return turns;
    }

    @ParameterizedTest
    @CsvSource({"1, 10", "3, 10", "10, 10", "50, 10", "99, 20", "1000, 200", "1001, 1001"})
    void eachHasItsTurn(int children, int beats) {
        assertThat(turns(children, beats)).doesNotContain(0);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "7, 1", "10, 1", "45, 5", "50, 5", "5000, 5"})
    void andNoMoreThanFiveAtABeat(int children, int most) {
        for (int beat = 0; beat < 30; beat++) {
            rota.beat(children);
            long now = java.util.stream.IntStream.range(0, children)
                    .filter(rota::has)
                    .count();
            assertThat(now).isLessThanOrEqualTo(most);
        }
    }

    @Test
    void aFewHaveItOnceInTenBeats() {
        assertThat(turns(3, 100)).containsExactly(10, 10, 10);
    }

    @Test
    void withoutChildrenNobodyHasIt() {
        rota.beat(0);
        rota.beat(2);
        assertThat(turns(2, 100)).containsExactly(10, 10);
    }
}
