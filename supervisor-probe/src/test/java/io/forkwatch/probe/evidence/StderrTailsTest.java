package io.forkwatch.probe.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.diagnose.Deaths;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.event.StderrRing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StderrTailsTest {
    private static final long MILLI = 1_000_000;

    private final List<Long> rests = new ArrayList<>();
    private long now = Deaths.DEATH_NANOS;
    private final StderrTails tails = new StderrTails(() -> now, nanos -> {
        rests.add(nanos);
        now += nanos;
    });

    @Test
    void nothingKeptIsNoTail() {
        assertThat(tails.of(Deaths.byExit(1).death())).isEmpty();
        assertThat(tails.of(deathWith(new Ring("", 0)))).isEmpty();
    }

    @Test
    void aCompleteRingIsTakenAtOnce() {
        assertThat(tails.of(deathWith(new Ring("one\ntwo\n", 0))).orElseThrow().lines())
                .containsExactly("one", "two");
        assertThat(rests).isEmpty();
    }

    @Test
    void theReaperMayTakeAMomentForTheRest() {
        assertThat(tails.of(deathWith(new Ring("last words", 3)))).isPresent();
        assertThat(rests).containsExactly(MILLI, MILLI, MILLI);
    }

    @Test
    void aStreamThatNeverEndsCostsFiftyMillisecondsOfTheDeathAndNoMore() {
        Death death = deathWith(new Ring("so far", Integer.MAX_VALUE));

        assertThat(tails.of(death).orElseThrow().lines()).containsExactly("so far");
        assertThat(rests).hasSize(50);
        assertThat(tails.of(death)).isPresent();
        assertThat(rests).hasSize(50);
    }

    @Test
    void whatAJvmSaysIsFound() {
        Ring ring =
                new Ring("Exception in thread \"main\" java.lang.OutOfMemoryError: Metaspace\n\tat A.b(A.java:1)\n", 0);

        assertThat(tails.of(deathWith(ring))
                        .orElseThrow()
                        .failure()
                        .orElseThrow()
                        .what())
                .isEqualTo("java.lang.OutOfMemoryError: Metaspace");
    }

    @Test
    void secretsAndControlCharactersStayInside() {
        Ring ring = new Ring("login --password hunter2\u001b[31m\n\tat A.b\r\npassword=hunter2 \u202e", 0);

        assertThat(tails.of(deathWith(ring)).orElseThrow().lines())
                .containsExactly("login --password ***", "    at A.b", "password=*** \\u202e");
    }

    private static Death deathWith(StderrRing ring) {
        return Deaths.byExit(1).stderr(ring).death();
    }

    /** Complete after so many checks. */
    private static final class Ring implements StderrRing {
        private final String text;
        private int checks;

        Ring(String text, int checks) {
            this.text = text;
            this.checks = checks;
        }

        @Override
        public boolean isComplete() {
            return checks-- <= 0;
        }

        @Override
        public int capacityBytes() {
            return text.length();
        }

        @Override
        public byte[] lastBytes() {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }
}
