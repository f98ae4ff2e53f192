package io.forkwatch.probe.intercept;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CallerFramesTest {
    @Test
    void leaveOutTheJdksProcessClassesAndOurs() {
        StackTraceElement[] stack = {
            frame("io.forkwatch.probe.intercept.Hooks$Killing", "accept", "Hooks.java", 100),
            frame("java.lang.ForkwatchBridge", "kill", "ForkwatchBridge.java", 90),
            frame("java.lang.ProcessHandleImpl", "destroyProcess", "ProcessHandleImpl.java", 376),
            frame("java.lang.ProcessImpl", "destroy", "ProcessImpl.java", 450),
            frame("com.acme.Pool", "evict", "Pool.java", 41),
            frame("java.lang.Thread", "run", "Thread.java", 840),
        };

        assertThat(CallerFrames.of(stack))
                .containsExactly("com.acme.Pool.evict(Pool.java:41)", "java.lang.Thread.run(Thread.java:840)");
    }

    @Test
    void areTwelveAtMost() {
        StackTraceElement[] deep = IntStream.range(0, 40)
                .mapToObj(line -> frame("com.acme.Deep", "down", "Deep.java", line))
                .toArray(StackTraceElement[]::new);

        assertThat(CallerFrames.of(deep))
                .hasSize(12)
                .startsWith("com.acme.Deep.down(Deep.java:0)")
                .endsWith("com.acme.Deep.down(Deep.java:11)");
    }

    @Test
    void twelveAreCountedWithoutThePlumbing() {
        List<StackTraceElement> stack = new ArrayList<>();
        for (int line = 0; line < 30; line++) {
            stack.add(frame("java.lang.Process", "destroy", "Process.java", line));
        }
        stack.add(frame("com.acme.Main", "main", "Main.java", 3));

        assertThat(CallerFrames.of(stack.toArray(StackTraceElement[]::new)))
                .containsExactly("com.acme.Main.main(Main.java:3)");
    }

    @Test
    void sayWhatIsKnownOfThePlace() {
        StackTraceElement[] stack = {
            frame("com.acme.NoLines", "go", "NoLines.java", -1),
            frame("com.acme.Native", "go", "Native.java", -2),
            frame("com.acme.NoFile", "go", null, -1),
        };

        assertThat(CallerFrames.of(stack))
                .containsExactly(
                        "com.acme.NoLines.go(NoLines.java)",
                        "com.acme.Native.go(Native.java)",
                        "com.acme.NoFile.go(Unknown Source)");
    }

    @Test
    void ofNothingAreNone() {
        assertThat(CallerFrames.of(new StackTraceElement[0])).isEmpty();
    }

    private static StackTraceElement frame(String className, String method, @Nullable String file, int line) {
        return new StackTraceElement("app", "java.base", "17", className, method, file, line);
    }
}
