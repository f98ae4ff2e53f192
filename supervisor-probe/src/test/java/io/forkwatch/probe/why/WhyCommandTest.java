package io.forkwatch.probe.why;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.hang.Patience;
import io.forkwatch.probe.procfs.ProcFs;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WhyCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... arguments) {
        out.reset();
        return new WhyCommand(
                        ProcFs.system(),
                        () -> {},
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(List.of(arguments));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "", "0", "-1", "1\n2", "12345678901"})
    void namesWhatIsNoPid(String pid) {
        assertThat(run(pid)).isEqualTo(2);
        assertThat(out.size()).isZero();
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("forkwatch: why: \"")
                .endsWith("\" is not understood; allowed is the pid of a running process\n")
                .containsOnlyOnce("\n");
    }

    @Test
    void takesOnePid() {
        assertThat(run("1", "2")).isEqualTo(2);
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "forkwatch: why: \"2\" is not understood; allowed is the pid of a running process",
                        "forkwatch: why: \"\" is not understood; allowed is the pid of a running process");
    }

    @Test
    void namesAProcessThatIsNotThere() {
        assertThat(run("999999999")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("\"999999999\" is no process that can be seen");
    }

    @Test
    void saysWhatIsInTheWayAndOfWhom() throws Exception {
        Process child = new ProcessBuilder("sh", "-c", "yes; true").start();
        try {
            String pid = Long.toString(child.pid());
            Patience.until(() -> run(pid) == 0 && out().endsWith("reads it\n"));
            assertThat(out().lines().toList())
                    .hasSize(3)
                    .first()
                    .asString()
                    .startsWith("pid " + pid + " (sh) is blocked waiting for a child of its own; yes (pid ")
                    .contains("is writing to stdout: the pipe is full (")
                    .endsWith(" and its reader is this JVM, where no thread reads it (certain)");
            assertThat(err.size()).isZero();
        } finally {
            child.descendants().forEach(ProcessHandle::destroyForcibly);
            child.destroyForcibly();
        }
    }

    @Test
    void saysThatNothingIs() throws Exception {
        Process child = new ProcessBuilder("cat").start();
        try {
            Patience.until(() -> run(Long.toString(child.pid())) == 0 && out().contains("from stdin"));
            assertThat(out())
                    .startsWith("nothing that can be seen holds up pid " + child.pid()
                            + " (cat): it is waiting for input from stdin, which this JVM holds open,"
                            + " as a healthy program may be\n    " + child.pid() + " cat: read: ");
        } finally {
            child.destroyForcibly();
        }
    }
}
