package io.forkwatch.probe.sample;

import io.forkwatch.probe.cgroup.CgroupTracker;
import io.forkwatch.probe.orphans.Orphans;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.CpuTime;
import io.forkwatch.probe.process.HandClock;
import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.process.Troubles;
import io.forkwatch.probe.process.event.ExitValue;
import io.forkwatch.probe.process.event.PreexistingChildren;
import io.forkwatch.probe.process.event.Spawn;
import io.forkwatch.probe.process.orphan.OrphanRules;
import io.forkwatch.probe.process.view.KindTotals;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.process.view.ProcessSample;
import io.forkwatch.probe.procfs.Auxv;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.TestProc;
import io.forkwatch.probe.procfs.TestProcess;
import io.forkwatch.probe.procfs.handle.ProcAccess;
import io.forkwatch.probe.register.ChildNames;
import io.forkwatch.probe.register.ChildRegister;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A sampler with everything around it made for the test: files, clocks and sink. It ticks once a second. */
final class Lab {
    static final Duration INTERVAL = Duration.ofSeconds(1);
    static final OrphanRules ORPHANS =
            new OrphanRules(Duration.ofSeconds(60), Duration.ofMinutes(30), List.of(), Duration.ofMinutes(60));
    static final long PAGE = 4096;
    private static final long MILLI = 1_000_000;

    final TestProc proc;
    final HandClock clock = new HandClock();
    final Tally dropped = new Tally();
    final Troubles troubles = new Troubles();
    final Recorder sink = new Recorder();
    final EventInbox inbox;
    private final Sampler sampler;

    Lab(Path mount) {
        this(mount, false, ORPHANS);
    }

    private Lab(Path mount, boolean adaptive, OrphanRules rules) {
        proc = new TestProc(mount);
        inbox = new EventInbox(100, proc.files(), clock.clocks().monotonic(), dropped, () -> {});
        sampler = sampler(
                inbox,
                proc.files(),
                TestProc.UNITS,
                clock.clocks(),
                new SamplingOptions(INTERVAL, adaptive),
                rules,
                sink,
                troubles);
    }

    /** The same, with an eye on memory that runs out. */
    static Lab adaptive(Path mount) {
        return new Lab(mount, true, ORPHANS);
    }

    /** The same, with an eye on old processes that have one of these texts in their command line. */
    static Lab sweeping(Path mount, String... patterns) {
        return new Lab(
                mount,
                false,
                new OrphanRules(
                        Duration.ofSeconds(60), Duration.ofMinutes(30), List.of(patterns), Duration.ofMinutes(60)));
    }

    static Sampler sampler(
            EventInbox inbox,
            ProcFs files,
            Auxv units,
            Clocks clocks,
            SamplingOptions options,
            OrphanRules rules,
            SamplerSink sink,
            Troubles troubles) {
        ProcAccess proc = ProcAccess.of(files, units);
        CgroupTracker cgroups = new CgroupTracker(files);
        Orphans orphans = new Orphans(proc, clocks, rules, new Tally(), troubles);
        ChildRegister register = register(proc, cgroups, clocks, troubles);
        return new Sampler(inbox, proc, register, cgroups, orphans, clocks, options, sink, troubles);
    }

    static ChildRegister register(ProcAccess proc, CgroupTracker cgroups, Clocks clocks, Troubles troubles) {
        ChildNames names = new ChildNames(List.of(), new Tally());
        return new ChildRegister(proc, cgroups, names, PreexistingChildren.NONE, "/work", clocks, troubles);
    }

    /** The process is there, and its start is on its way. */
    TestProcess start(TestProcess process) throws java.io.IOException {
        announce(process, ExitValue.UNKNOWN);
        return proc.child(process).write();
    }

    void announce(TestProcess process, ExitValue exitValue) {
        inbox.started(new Spawn(process.pid(), new CommandLine(List.of("/bin/worker")), "", clock.nanos(), exitValue));
    }

    /** An iteration now. */
    long doWork() {
        return sampler.doWork();
    }

    /** As after a late attach. */
    void seekChildren() {
        sampler.seekChildren();
    }

    /** The iteration at the end of the supervisor. */
    void doLastWork() {
        sampler.doLastWork();
    }

    /** An iteration after some time. */
    long doWorkAfterMillis(long millis) {
        clock.passMillis(millis);
        return doWork();
    }

    /** Takes the tick that is due at the start, so that the next one comes in a second. */
    Lab ticked() {
        doWork();
        clock.passMillis(100);
        return this;
    }

    LivingChild child(TestProcess process) {
        return sink.lastSnapshot().children().stream()
                .filter(child -> child.child().key().pid() == process.pid())
                .findFirst()
                .orElseThrow();
    }

    ProcessSample sample(TestProcess process) {
        return child(process).sample().orElseThrow();
    }

    KindTotals totals() {
        return sink.lastSnapshot().kinds().stream()
                .filter(totals -> totals.kind().equals(new Kind("worker")))
                .findFirst()
                .orElseThrow();
    }

    /** CPU time in the ticks of {@link TestProc#UNITS}. */
    static CpuTime ticks(long user, long system) {
        return new CpuTime(user * 10 * MILLI, system * 10 * MILLI);
    }

    static long millis(long millis) {
        return millis * MILLI;
    }
}
