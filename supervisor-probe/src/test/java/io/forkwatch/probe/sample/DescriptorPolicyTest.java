package io.forkwatch.probe.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.Troubles;
import io.forkwatch.probe.procfs.TestProc;
import io.forkwatch.probe.procfs.handle.StatHandle;
import io.forkwatch.probe.procfs.handle.StatReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescriptorPolicyTest {
    @TempDir
    private Path mount;

    private StatReader reader;
    private StatHandle process;
    private DescriptorPolicy policy;

    @BeforeEach
    void oneProcessIsHeld() throws IOException {
        TestProc proc = new TestProc(mount);
        proc.process(7).write();
        reader = new StatReader(proc.files());
        process = reader.hold(7);
        policy = new DescriptorPolicy(reader, new Troubles());
    }

    // After the next sample of it.
    private boolean isHeld() throws IOException {
        reader.read(process);
        reader.read(process);
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.anyMatch(this::isOfMount);
        }
    }

    private boolean isOfMount(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).startsWith(mount.toRealPath());
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }

    private void ticks(int count) {
        for (int tick = 0; tick < count; tick++) {
            policy.ticked();
        }
    }

    @Test
    void untilTheFirstStartDescriptorsAreHeld() throws IOException {
        ticks(100);
        assertThat(isHeld()).isTrue();
    }

    @Test
    void aStartLetsThemGoAndTenTicksWithoutOneBringThemBack() throws IOException {
        policy.childStarted();
        assertThat(isHeld()).isFalse();
        ticks(9);
        assertThat(isHeld()).isFalse();
        ticks(1);
        assertThat(isHeld()).isTrue();
    }

    @Test
    void everyStartBeginsTheWaitAnew() throws IOException {
        policy.childStarted();
        ticks(9);
        policy.childStarted();
        ticks(9);
        assertThat(isHeld()).isFalse();
        ticks(1);
        assertThat(isHeld()).isTrue();
    }
}
