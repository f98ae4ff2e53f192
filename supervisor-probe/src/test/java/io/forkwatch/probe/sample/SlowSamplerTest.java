package io.forkwatch.probe.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.cgroup.CgroupTracker;
import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.HandClock;
import io.forkwatch.probe.process.Troubles;
import io.forkwatch.probe.process.event.ExitValue;
import io.forkwatch.probe.process.event.Spawn;
import io.forkwatch.probe.procfs.TestProc;
import io.forkwatch.probe.procfs.handle.ProcAccess;
import io.forkwatch.probe.register.ChildRegister;
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
        slow = new SlowSampler(ProcAccess.of(proc.files(), TestProc.UNITS), clock.clocks(), troubles);
        ChildRegister register = register(proc);
        CommandLine command = new CommandLine(List.of("/bin/worker"));
        register.started(new Spawn(7, command, "", clock.nanos(), ExitValue.UNKNOWN));
        child = register.living().get(0);
    }

    private ChildRegister register(TestProc proc) {
        ProcAccess access = ProcAccess.of(proc.files(), TestProc.UNITS);
        return Lab.register(access, new CgroupTracker(proc.files()), clock.clocks(), troubles);
    }

    @Test
    void areTakenOnceAtTheEndOfAnIteration() {
        slow.requestPlacement(child);
        assertThat(child.cgroup().isLocated()).isFalse();
        slow.doWork();
        assertThat(child.cgroup().isLocated()).isTrue();
    }

    /** By the next iteration the child may have ended, and its place been given back. */
    @Test
    void thatAnIterationWhichFailedRequestedAreForgotten() {
        slow.request(child);
        slow.requestPlacement(child);
        slow.forget();
        slow.doWork();
        assertThat(child.cgroup().isLocated()).isFalse();
    }
}
