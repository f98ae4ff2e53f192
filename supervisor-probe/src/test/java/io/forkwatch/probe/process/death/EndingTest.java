package io.forkwatch.probe.process.death;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.WaitStatus;
import org.junit.jupiter.api.Test;

class EndingTest {
    private static Ending exact(int raw) {
        return new Ending.Exact(new WaitStatus(raw));
    }

    @Test
    void onlyAnExitOfZeroThatWasReadIsClean() {
        assertThat(exact(0).isClean()).isTrue();
        assertThat(exact(1 << 8).isClean()).isFalse();
        assertThat(exact(9).isClean()).isFalse();
        assertThat(new Ending.CodeOnly(0).isClean()).as("nobody saw that").isFalse();
        assertThat(new Ending.Flags(3, false).isClean()).isFalse();
        assertThat(new Ending.Vanished().isClean()).isFalse();
    }

    @Test
    void theExitValueIsWhatTheJdkSays() {
        assertThat(exact(3 << 8).exitValue()).hasValue(3);
        assertThat(exact(9).exitValue()).hasValue(137);
        assertThat(new Ending.Flags(137, true).exitValue()).hasValue(137);
        assertThat(new Ending.CodeOnly(-1).exitValue()).hasValue(-1);
        assertThat(new Ending.Unannounced().exitValue()).isEmpty();
        assertThat(new Ending.Vanished().exitValue()).isEmpty();
    }
}
