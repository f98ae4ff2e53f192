package io.forkwatch.probe.hang;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.hang.OwnWaits.Stack;
import io.forkwatch.probe.process.hang.Waiter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OwnWaitsTest {
    private static final Stack MAIN = stack(
            "main",
            Thread.State.WAITING,
            "java.lang.Object.wait",
            "java.lang.ProcessImpl.waitFor",
            "ci.Launcher.run",
            "ci.Launcher.main");
    private static final Stack READER = stack(
            "drain",
            Thread.State.RUNNABLE,
            "java.io.FileInputStream.readBytes",
            "java.io.BufferedInputStream.read",
            "ci.Drain.run");
    private static final Stack JOINS =
            stack("main", Thread.State.WAITING, "java.lang.Object.wait", "java.lang.Thread.join", "ci.Launcher.main");

    private static Stack stack(String name, Thread.State state, String... frames) {
        return new Stack(
                name,
                state,
                Arrays.stream(frames)
                        .map(frame -> new StackTraceElement(
                                frame.substring(0, frame.lastIndexOf('.')),
                                frame.substring(frame.lastIndexOf('.') + 1),
                                "Launcher.java",
                                61))
                        .toList());
    }

    @Test
    void whoWaitsIsToldByTheFirstFrameThatIsNotOfTheJdk() {
        assertThat(OwnWaits.of(List.of(MAIN)).waiter())
                .contains(new Waiter("main", "waitFor", "ci.Launcher.run(Launcher.java:61)"));
    }

    @Test
    void aJvmThatOnlyWaits() {
        Stack runner = stack("runner", Thread.State.WAITING, "java.lang.ProcessImpl.waitFor", "ci.Runner.run");
        assertThat(OwnWaits.of(List.of(MAIN, READER)).only()).isTrue();
        assertThat(OwnWaits.of(List.of(JOINS, runner, READER)).only()).isTrue();
        assertThat(OwnWaits.of(List.of(
                                MAIN,
                                stack("Reference Handler", Thread.State.RUNNABLE, "java.lang.ref.Reference.x"),
                                stack("process reaper (pid 1)", Thread.State.RUNNABLE, "java.lang.ProcessHandleImpl.x"),
                                stack("forkwatch-sampler", Thread.State.RUNNABLE, "io.forkwatch.X.y"),
                                stack("C2", Thread.State.RUNNABLE)))
                        .only())
                .isTrue();
    }

    /** A thread that may still write to a child, or end it. */
    @Test
    void aJvmThatMayDoSomethingElse() {
        Stack timed = stack("main", Thread.State.TIMED_WAITING, "java.lang.ProcessImpl.waitFor", "ci.Launcher.run");
        Stack queue = stack("commands", Thread.State.WAITING, "jdk.internal.misc.Unsafe.park", "ci.Feeder.run");
        Stack sleeps = stack("main", Thread.State.TIMED_WAITING, "java.lang.Thread.sleep", "ci.Launcher.run");
        assertThat(Stream.of(timed, queue, sleeps)
                        .map(other -> OwnWaits.of(List.of(MAIN, other)).only()))
                .containsOnly(false);
        assertThat(OwnWaits.of(List.of(timed)).only()).isFalse();
        assertThat(OwnWaits.of(List.of(JOINS)).only()).isFalse();
        assertThat(OwnWaits.of(List.of())).isEqualTo(OwnWaits.NONE);
    }

    @Test
    void thisJvmRunsATest() {
        assertThat(OwnWaits.ofThisJvm().only()).isFalse();
    }
}
