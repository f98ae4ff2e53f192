package io.forkwatch.probe.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkwatch.agent.entry.Stderr;
import io.forkwatch.probe.process.Trouble;
import io.forkwatch.probe.thread.Duty;
import io.forkwatch.probe.thread.DutyCycle;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartsTest {
    private static final long AN_HOUR_NANOS = 3_600_000_000_000L;

    private final List<String> done = new ArrayList<>();
    private final List<String> troubles = new ArrayList<>();

    /** A part that keeps what is asked of it, and fails where it is told to. */
    private final class Recorder implements Parts.Part {
        private final String name;
        private final boolean failsToStart;
        private final boolean failsToStop;

        Recorder(String name, boolean failsToStart, boolean failsToStop) {
            this.name = name;
            this.failsToStart = failsToStart;
            this.failsToStop = failsToStop;
        }

        @Override
        public void start() {
            done.add("+" + name);
            if (failsToStart) {
                throw new OutOfMemoryError("unable to create native thread: " + name);
            }
        }

        @Override
        public void stop(boolean abandoned) throws InterruptedException {
            done.add((abandoned ? "!" : "-") + name);
            if (failsToStop) {
                throw new InterruptedException(name);
            }
        }
    }

    private Parts parts(int failsToStart) {
        List<Parts.Part> parts = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            parts.add(new Recorder(Integer.toString(i), i == failsToStart, false));
        }
        return new Parts(parts, (what, fault) -> troubles.add(what + ' ' + fault.getMessage()));
    }

    @Test
    void offIsTheReverseOfOn() throws Exception {
        Parts parts = parts(-1);

        parts.start();
        parts.stop(false);

        assertThat(done).containsExactly("+0", "+1", "+2", "+3", "-3", "-2", "-1", "-0");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void whateverFailsEverythingBeforeItIsUndone(int failing) {
        Parts parts = parts(failing);

        assertThatThrownBy(parts::start).isInstanceOf(OutOfMemoryError.class).hasMessageEndingWith(": " + failing);
        parts.stop(true);

        assertThat(done.subList(0, failing + 1)).last().isEqualTo("+" + failing);
        assertThat(done.subList(failing + 1, done.size())).containsExactly("!3", "!2", "!1", "!0");
    }

    /** As where no more threads may be started: the cycle has been started before, and cannot be again. */
    @Test
    void aThreadThatCannotBeStartedTakesNothingWithIt() throws Exception {
        DutyCycle other = new DutyCycle("other", AN_HOUR_NANOS, 0);
        DutyCycle cycle = new DutyCycle("tester", AN_HOUR_NANOS, 0);
        Trouble trouble = (what, fault) -> troubles.add(what);
        Parts parts = new Parts(
                List.of(
                        new Recorder("hooks", false, false),
                        new ThreadPart(other, new NoDuty(), false, trouble, this::failed, Stderr.ofThisJvm()),
                        new ThreadPart(cycle, new NoDuty(), false, trouble, this::failed, Stderr.ofThisJvm())),
                trouble);
        cycle.start(new NoDuty(), trouble, this::failed);

        assertThatThrownBy(parts::start).isInstanceOf(IllegalThreadStateException.class);
        parts.stop(true);

        assertThat(done).containsExactly("+hooks", "!hooks");
        assertThat(other.stop(1)).isTrue();
        assertThat(cycle.stop(1)).isTrue();
        assertThat(troubles).isEmpty();
    }

    private void failed(Throwable fault) {
        troubles.add("failed " + fault.getMessage());
    }

    /** Never begun, for nobody wakes it. */
    private static final class NoDuty implements Duty {
        @Override
        public void onStart() {
            throw new IllegalStateException("begun");
        }

        @Override
        public long doWork() {
            return AN_HOUR_NANOS;
        }

        @Override
        public void onClose() {}
    }

    @Test
    void oneThatCannotBeTurnedOffNeverKeepsTheRestOn() {
        Parts parts = new Parts(
                List.of(
                        new Recorder("0", false, false),
                        new Parts.Part() {
                            @Override
                            public void start() {}

                            @Override
                            public void stop(boolean abandoned) {
                                throw new IllegalStateException("of a test");
                            }
                        },
                        new Recorder("2", false, true)),
                (what, fault) -> troubles.add(what + ' ' + fault.getMessage()));

        parts.stop(false);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(done).containsExactly("-2", "-0");
        assertThat(troubles).containsExactly("close of a test");
    }

    @Test
    void anInterruptedEndIsNoLessThoroughAndStaysInterrupted() {
        Parts parts = parts(-1);
        Thread.currentThread().interrupt();

        parts.stop(false);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(done).containsExactly("-3", "-2", "-1", "-0");
    }
}
