package io.forkwatch.probe.sweep;

import static io.forkwatch.probe.sweep.SweepLab.isThere;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.procfs.ProcFs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that cannot be looked into, and mounts, by a proc file system of files. */
class OwnersTest {
    private static String stat(char state) {
        return "77 (job) " + state + " 1 77 77 0 -1 4194304 1 0 0 0 0 0 0 0 20 0 1 0 5 1000 10 18446744073709551615"
                + " 0 0 0 0 0 0 0 0 0 0 0 0 17 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n";
    }

    @TempDir
    private Path directory;

    private SweepLab lab;
    private Path proc;

    @BeforeEach
    void makeProc() throws IOException {
        lab = new SweepLab(directory.resolve("work"));
        lab.workspace("job-1");
        proc = directory.resolve("proc");
        process("self", 'R');
        process("77", 'S');
        process("1", 'S');
        Files.writeString(proc.resolve("self/mountinfo"), "25 1 0:32 / / rw - ext4 /dev/sda rw\n");
        lab.procFs = new ProcFs(proc);
    }

    private void process(String name, char state) throws IOException {
        Files.createDirectories(proc.resolve(name).resolve("fd"));
        Files.writeString(proc.resolve(name).resolve("stat"), stat(state));
        Object uid = Files.getAttribute(directory, "unix:uid");
        Files.writeString(proc.resolve(name).resolve("status"), "Name:\tjob\nUid:\t" + uid + "\t0\t0\t0\nNSpid:\t77\n");
    }

    private void hide(String name) throws IOException {
        Files.createSymbolicLink(proc.resolve(name).resolve("cwd"), Path.of("cwd"));
    }

    @Test
    void whereAllCanBeLookedIntoItIsJudged() {
        lab.sweeper(true).doWork();
        assertThat(lab.troubles).isEmpty();
        assertThat(lab.said()).containsExactly("removed job-1");
    }

    @Test
    void whoseProcessCannotBeLookedIntoKeepsAllOfItsDirectories() throws IOException {
        lab.workspace("job-2");
        hide("77");
        lab.sweeper(true).doWork();
        assertThat(lab.said()).containsExactly("hidden_process job-1");
        assertThat(isThere(lab.root.resolve("job-2/b"))).isTrue();
    }

    @Test
    void aZombieHoldsNothing() throws IOException {
        process("77", 'Z');
        hide("77");
        lab.sweeper(true).doWork();
        assertThat(lab.said()).containsExactly("removed job-1");
    }

    @Test
    void theDirectoryOfAProcessIsKnownWhateverItsPath() throws IOException {
        Files.createSymbolicLink(proc.resolve("77/cwd"), lab.root.resolve("job-1/src"));
        lab.sweeper(true).doWork();
        assertThat(lab.news).isEmpty();
    }

    @Test
    void whatHasAMountInItIsNotTouched() throws IOException {
        mount(lab.root.resolve("job-1/src"));
        lab.sweeper(true).doWork();
        assertThat(lab.said()).containsExactly("mount job-1");
    }

    @Test
    void norWhereOneComesWhileItIsRemoved() throws IOException {
        lab.at("opened/src", () -> mount(lab.root.resolve("job-1/src")));
        lab.sweeper(true).doWork();
        assertThat(lab.said()).containsExactly("changed job-1");
        assertThat(lab.root.resolve("job-1/src/a")).hasContent("abc");
    }

    private void mount(Path where) throws IOException {
        Files.writeString(proc.resolve("self/mountinfo"), "26 25 0:32 / " + where + " rw - ext4 /dev/sda rw\n");
    }

    @Test
    void withoutTheTableOfMountsNothingIsTouched() throws IOException {
        Files.delete(proc.resolve("self/mountinfo"));
        lab.sweeper(true).doWork();
        assertThat(lab.news).isEmpty();
        assertThat(lab.troubles).hasSize(1);
        assertThat(isThere(lab.root.resolve("job-1/src/a"))).isTrue();
    }

    /** With the processes of another pid namespace nobody is seen, so nobody is known to be away. */
    @Test
    void whereNoProcessCanBeSeenNothingIsTouched() throws IOException {
        Files.writeString(proc.resolve("self/status"), "Name:\tjob\nUid:\t0\t0\t0\t0\nNSpid:\t77\t1\n");
        lab.procFs = new ProcFs(proc);
        lab.sweeper(true).doWork();
        assertThat(lab.troubles).hasSize(1);
        assertThat(isThere(lab.root.resolve("job-1/src/a"))).isTrue();
    }
}
