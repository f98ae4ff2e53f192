package io.forkwatch.probe.advice;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.procfs.TestProc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MootPreferenceTest {
    private static final long SECOND = 1_000_000_000;

    @TempDir
    private Path directory;

    private final List<String> lines = new ArrayList<>();
    private TestProc proc = new TestProc(Path.of(""));
    private MootPreference moot = new MootPreference(proc.files(), lines::add);
    private long nanos = Long.MAX_VALUE - SECOND;

    @BeforeEach
    void group() throws IOException {
        proc = new TestProc(directory.resolve("proc"));
        proc.write("self/stat", "7 (java) S 1 1 1 0 -1 0 0 0 0 0 7 3 0 0 20 0 1 0 5 4096 2560 \n")
                .write("self/oom_score_adj", "0\n")
                .write("7/cgroup", "0::/ci/build\n")
                .write("self/mountinfo", "35 31 0:32 / " + directory.resolve("groups") + " rw - cgroup2 cgroup2 rw\n");
        moot = new MootPreference(proc.files(), lines::add);
        file("ci/build/memory.events", "oom 0\noom_kill 0\n");
        file("ci/build/memory.events.local", "oom 0\noom_kill 0\n");
        file("ci/build/memory.oom.group", "0\n");
    }

    private void file(String path, String text) throws IOException {
        Path file = directory.resolve("groups").resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void check(int times) {
        for (int i = 0; i < times; i++) {
            moot.check(nanos);
            nanos += SECOND;
        }
    }

    @Test
    void whereItIsOfUseNothingIsSaid() {
        check(30);
        assertThat(lines).isEmpty();
    }

    @Test
    void whereAllGoTogetherThatIsSaidOnce() throws IOException {
        check(1);
        file("ci/build/memory.oom.group", "1\n");
        check(30);
        assertThat(lines)
                .containsExactly("oom.prefer.children is of no use: memory.oom.group is set for cgroup /ci/build,"
                        + " so all its processes go together");
    }

    /** Above the cgroup whose limit is reached it does not count; for the memory of the machine it does. */
    @Test
    void itCountsAboveAsWell() throws IOException {
        file("ci/memory.oom.group", "1\n");
        check(1);
        assertThat(lines).hasSize(1);
    }

    @Test
    void whoHasTheMostItselfHasNothingToRaise() throws IOException {
        proc.write("self/oom_score_adj", "1000\n");
        check(30);
        assertThat(lines)
                .containsExactly(
                        "oom.prefer.children is of no use: this JVM has an oom_score_adj of 1000 itself, and so"
                                + " have its children");
    }

    @Test
    void whereProcIsHiddenNothingIsKnown() throws IOException {
        proc.remove("self");
        check(1);
        assertThat(lines).isEmpty();
    }
}
