package io.forkwatch.probe.register;

import io.forkwatch.probe.naming.KindRule;
import io.forkwatch.probe.orphans.Orphans;
import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.CpuTime;
import io.forkwatch.probe.process.HandClock;
import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.process.Troubles;
import io.forkwatch.probe.process.event.ExitValue;
import io.forkwatch.probe.process.event.PreexistingChildren;
import io.forkwatch.probe.process.event.Spawn;
import io.forkwatch.probe.process.orphan.OrphanRules;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.process.view.Snapshot;
import io.forkwatch.probe.procfs.TestProc;
import io.forkwatch.probe.procfs.TestProcess;
import io.forkwatch.probe.procfs.handle.StatHandle;
import io.forkwatch.probe.procfs.handle.StatReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A register with everything around it made for the test. */
final class RegisterLab {
    static final long PAGE = 4096;
    private static final OrphanRules ORPHANS =
            new OrphanRules(Duration.ofSeconds(60), Duration.ofMinutes(30), List.of(), Duration.ofMinutes(60));

    final TestProc proc;
    final HandClock clock = new HandClock();
    final Tally dropped = new Tally();
    final Troubles troubles = new Troubles();
    final StatReader reader;
    /** The children that the JDK waits for. */
    final Map<Long, ExitValue> jdk = new HashMap<>();

    final ProcessOpener opener;
    final Orphans orphans;
    final ChildRegister register;

    RegisterLab(Path mount, KindRule... rules) {
        proc = new TestProc(mount);
        reader = new StatReader(proc.files());
        opener = new ProcessOpener(proc.files(), reader, TestProc.UNITS, troubles);
        orphans = new Orphans(proc.files(), reader, TestProc.UNITS, clock.clocks(), ORPHANS, dropped, troubles);
        register = new ChildRegister(opener, List.of(rules), dropped, clock.clocks(), "/work", orphans, older());
    }

    private PreexistingChildren older() {
        return pid -> Optional.ofNullable(jdk.get(pid));
    }

    /** What the interception says of a start. */
    Spawn spawn(long pid, String... command) {
        return new Spawn(pid, new CommandLine(List.of(command)), "", clock.nanos(), ExitValue.UNKNOWN);
    }

    /** A child that the register knows, by now the youngest one. */
    TrackedChild child(TestProcess process) throws IOException {
        process.write();
        register.started(spawn(process.pid(), "/bin/worker"));
        return youngest();
    }

    TrackedChild youngest() {
        return register.living().get(register.living().size() - 1);
    }

    TrackedProcess open(TestProcess process, String parentComm) throws IOException {
        process.write();
        return opener.open(process.pid(), parentComm, clock.nanos()).process().orElseThrow();
    }

    boolean look(TrackedProcess process) throws IOException {
        return process.look(reader, TestProc.UNITS, clock.nanos());
    }

    /** A look that saw this much memory and CPU time. */
    void took(TrackedChild child, long rssBytes, long treeRssBytes, CpuTime cpu) {
        TreeSample look = new TreeSample();
        look.nanos = clock.nanos();
        look.state = 'S';
        look.rssBytes = rssBytes;
        look.threads = 1;
        look.treeRssBytes = treeRssBytes;
        look.treeProcesses = 1;
        look.treeThreads = 1;
        look.ownUserNanos = cpu.userNanos();
        look.ownSystemNanos = cpu.systemNanos();
        look.treeUserNanos = cpu.userNanos();
        look.treeSystemNanos = cpu.systemNanos();
        child.took(look);
    }

    /** What is known of a child now. */
    LivingChild describe(TrackedChild child) {
        child.renewTree();
        return child.describe(clock.clocks());
    }

    /** What a reader sees now. */
    Snapshot snapshot() {
        return register.view(clock.nanos(), 0).snapshot();
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
        return reader.hold(process.pid());
    }
}
