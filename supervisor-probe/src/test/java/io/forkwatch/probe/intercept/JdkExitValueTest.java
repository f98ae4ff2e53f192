package io.forkwatch.probe.intercept;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JdkExitValueTest {
    @Test
    void ofARunningChildIsUnknown() {
        assertThat(new JdkExitValue(StubProcess.running(4242)).read()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 137, 255, -1})
    void ofAnEndedChildIsWhatTheJdkSays(int exitValue) {
        assertThat(new JdkExitValue(StubProcess.ended(4242, exitValue)).read()).hasValue(exitValue);
    }
}
