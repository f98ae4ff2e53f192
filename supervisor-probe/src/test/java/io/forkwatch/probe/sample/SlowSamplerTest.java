package io.forkwatch.probe.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.HandClock;
import io.forkwatch.probe.process.Troubles;
import io.forkwatch.probe.process.event.ExitValue;
import io.forkwatch.probe.process.event.Spawn;
import io.forkwatch.probe.procfs.TestProc;
import io.forkwatch.probe.procfs.handle.StatReader;
import io.forkwatch.probe.register.ChildRegister;
import io.forkwatch.probe.register.ProcessOpener;
import io.forkwatch.probe.register.TrackedChild;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlowSamplerTest {
    @TempDir
    private Path mount;

    private final HandClock clock = new HandClock();
    private final Troubles troubles = new Troubles();
    private SlowSampler slow;
    private TrackedChild child;

    @BeforeEach
    void oneChild() throws IOException {
        TestProc proc = new TestProc(mount);
        proc.process(7).write();
        slow = new SlowSampler(proc.files(), clock.clocks(), troubles);
        ChildRegister register = register(proc);
        CommandLine command = new CommandLine(List.of("/bin/worker"));
        register.started(new Spawn(7, command, "", clock.nanos(), ExitValue.UNKNOWN));
        child = register.living().get(0);
    }

    private ChildRegister register(TestProc proc) {
        StatReader reader = new StatReader(proc.files());
        ProcessOpener opener = new ProcessOpener(proc.files(), reader, TestProc.UNITS, troubles);
        return Lab.register(proc.files(), reader, opener, TestProc.UNITS, clock.clocks(), troubles);
    }

    @Test
    void areTakenOnceAtTheEndOfATurn() {
        slow.askAround(child);
        assertThat(child.memory().isLocated()).isFalse();
        slow.turn();
        assertThat(child.memory().isLocated()).isTrue();
    }

    /** By the next turn the child may have ended, and its place been given back. */
    @Test
    void thatATurnWhichFailedAskedForAreForgotten() {
        slow.ask(child);
        slow.askAround(child);
        slow.forget();
        slow.turn();
        assertThat(child.memory().isLocated()).isFalse();
    }
}
