package io.forkwatch.probe.procfs.pid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutputPipesTest {
    private static OutputPipes of(String stdout, String stderr) {
        return OutputPipes.of(Optional.of(stdout), Optional.of(stderr));
    }

    @Test
    void aPipeWithoutANameHasANumber() {
        assertThat(of("pipe:[4711]", "pipe:[4712]")).isEqualTo(new OutputPipes(4711, 4712));
    }

    @Test
    void nothingElseCounts() {
        assertThat(of("/dev/null", "socket:[4711]").isEmpty()).isTrue();
        assertThat(of("/tmp/pipe:[4711]", "pipe:[]").isEmpty()).isTrue();
        assertThat(of("pipe:[x]", "pipe:[99999999999999999999]").isEmpty()).isTrue();
        assertThat(OutputPipes.of(Optional.empty(), Optional.empty())).isEqualTo(OutputPipes.NONE);
    }

    @Test
    void twoMeetInOnePipeWhicheverOutputThatIs() {
        assertThat(of("pipe:[1]", "pipe:[2]").meets(of("/dev/null", "pipe:[1]")))
                .isTrue();
        assertThat(of("pipe:[1]", "pipe:[2]").meets(of("pipe:[3]", "/dev/null")))
                .isFalse();
        assertThat(of("/dev/null", "/dev/null").meets(of("/dev/null", "/dev/null")))
                .isFalse();
    }

    @Test
    void thoseOfAnotherAreLeftOut() {
        assertThat(of("pipe:[1]", "pipe:[2]").without(of("pipe:[2]", "/dev/null")))
                .isEqualTo(new OutputPipes(1, 0));
    }
}
