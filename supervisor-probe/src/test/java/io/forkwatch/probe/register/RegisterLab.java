package io.forkwatch.probe.register;

import io.forkwatch.probe.cgroup.CgroupTracker;
import io.forkwatch.probe.naming.KindRule;
import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.CpuTime;
import io.forkwatch.probe.process.HandClock;
import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.process.Troubles;
import io.forkwatch.probe.process.event.ExitValue;
import io.forkwatch.probe.process.event.PreexistingChildren;
import io.forkwatch.probe.process.event.Spawn;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.process.view.Snapshot;
import io.forkwatch.probe.procfs.TestProc;
import io.forkwatch.probe.procfs.TestProcess;
import io.forkwatch.probe.procfs.handle.ProcAccess;
import io.forkwatch.probe.procfs.handle.StatHandle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A register with everything around it made for the test. */
public final class RegisterLab {
    static final long PAGE = 4096;

    public final TestProc proc;
    public final HandClock clock = new HandClock();
    public final Troubles troubles = new Troubles();
    public final ProcAccess access;
    /** The children that the JDK waits for. */
    public final Map<Long, ExitValue> jdk = new HashMap<>();

    public final ChildRegister register;
    final Tally dropped = new Tally();
    final ProcessOpener opener;

    public RegisterLab(Path mount, KindRule... rules) {
        proc = new TestProc(mount);
        access = ProcAccess.of(proc.files(), TestProc.UNITS);
        opener = new ProcessOpener(access, troubles);
        register = new ChildRegister(
                access,
                new CgroupTracker(proc.files()),
                new ChildNames(List.of(rules), dropped),
                older(),
                "/work",
                clock.clocks(),
                troubles);
    }

    private PreexistingChildren older() {
        return pid -> Optional.ofNullable(jdk.get(pid));
    }

    /** What the interception says of a start. */
    public Spawn spawn(long pid, String... command) {
        return new Spawn(pid, new CommandLine(List.of(command)), "", clock.nanos(), ExitValue.UNKNOWN);
    }

    /** A child that the register knows, by now the youngest one. */
    public TrackedChild child(TestProcess process) throws IOException {
        proc.child(process).write();
        register.started(spawn(process.pid(), "/bin/worker"));
        return youngest();
    }

    public TrackedChild youngest() {
        return register.living().get(register.living().size() - 1);
    }

    TrackedProcess open(TestProcess process, String parentComm) throws IOException {
        process.write();
        return opener.open(process.pid(), parentComm, clock.nanos()).process().orElseThrow();
    }

    /** Samples it once. */
    public boolean sample(TrackedProcess process) throws IOException {
        return process.sample(access.reader(), TestProc.UNITS, clock.nanos());
    }

    /** A sample that saw this much memory and CPU time. */
    void took(TrackedChild child, long rssBytes, long treeRssBytes, CpuTime cpu) {
        TreeSample sample = new TreeSample();
        sample.nanos = clock.nanos();
        sample.state = 'S';
        sample.rssBytes = rssBytes;
        sample.threads = 1;
        sample.treeRssBytes = treeRssBytes;
        sample.treeProcesses = 1;
        sample.treeThreads = 1;
        sample.ownUserNanos = cpu.userNanos();
        sample.ownSystemNanos = cpu.systemNanos();
        sample.treeUserNanos = cpu.userNanos();
        sample.treeSystemNanos = cpu.systemNanos();
        child.took(sample);
    }

    /** What is known of a child now. */
    LivingChild describe(TrackedChild child) {
        child.renewTree();
        return child.describe(clock.clocks());
    }

    /** What a reader sees now. */
    public Snapshot snapshot() {
        return register.view(clock.nanos(), 0, List.of()).snapshot();
    }

    /** Descriptors of this JVM that are open below the mount point. */
    long openDescriptors() throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.filter(this::isOfMount).count();
        }
    }

    private boolean isOfMount(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).startsWith(proc.mount().toRealPath());
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }

    /** A held descriptor of a process that is there. */
    StatHandle held(TestProcess process) throws IOException {
        process.write();
        return access.reader().hold(process.pid());
    }
}
