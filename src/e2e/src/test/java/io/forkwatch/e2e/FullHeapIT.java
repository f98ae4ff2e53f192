package io.forkwatch.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.e2e.harness.Jdk;
import io.forkwatch.e2e.harness.OnEveryJdk;
import io.forkwatch.e2e.harness.Outcome;
import io.forkwatch.e2e.harness.Program;
import io.forkwatch.e2e.program.FillsHeap;

/** The host's heap is full for a while: no thread of ours dies of it, and the host hears nothing of ours. */
final class FullHeapIT {
    private static Outcome filled(Jdk jdk, int millisAfterChild) {
        return Program.of(jdk, FillsHeap.class, "3", Integer.toString(millisAfterChild))
                .watched("port=0,interval=100ms")
                .withJvmOptions("-Xmx24m", "-XX:+UseSerialGC")
                .run("full-heap");
    }

    private static void assertUnharmed(Outcome outcome) {
        assertThat(outcome.exitValue()).isZero();
        assertThat(outcome.stdout()).isEqualTo("[forkwatch-reporter, forkwatch-sampler] handled 0\n");
        assertThat(outcome.stderr()).contains("SIGKILL").doesNotContain("\tat ", "thrown from");
    }

    @OnEveryJdk
    void onceThatIsOverSamplesAndDeathsAreTold(Jdk jdk) {
        assertUnharmed(filled(jdk, 1_500));
    }

    /**
     * While the threads build what they need. A class whose static initialiser meets the full heap is broken for as long
     * as the JVM runs: then Forkwatch is off, with a line. Which of the two, the moment decides.
     */
    @OnEveryJdk
    void fullFromTheStartItBeginsLaterOrIsOffWithALine(Jdk jdk) {
        Outcome outcome = filled(jdk, 0);

        if (outcome.stderr().contains("[forkwatch] is off, it could not start: ")) {
            assertThat(outcome.exitValue()).isZero();
            assertThat(outcome.stdout()).isEqualTo("[] handled 0\n");
            assertThat(outcome.stderr()).doesNotContain("\tat ", "thrown from");
        } else {
            assertUnharmed(outcome);
        }
    }
}
