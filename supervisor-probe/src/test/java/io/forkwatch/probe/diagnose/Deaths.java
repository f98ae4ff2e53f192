package io.forkwatch.probe.diagnose;

import io.forkwatch.probe.evidence.CrashFile;
import io.forkwatch.probe.evidence.Evidence;
import io.forkwatch.probe.evidence.KillRun;
import io.forkwatch.probe.evidence.ProgramFault;
import io.forkwatch.probe.evidence.Stderr;
import io.forkwatch.probe.evidence.kernel.KernelLogExcerpt;
import io.forkwatch.probe.evidence.perf.JvmSample;
import io.forkwatch.probe.process.Child;
import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.CpuTime;
import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.Name;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.Slot;
import io.forkwatch.probe.process.WaitStatus;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.death.Descendant;
import io.forkwatch.probe.process.death.Ending;
import io.forkwatch.probe.process.death.LimitUse;
import io.forkwatch.probe.process.death.MemoryDoubt;
import io.forkwatch.probe.process.death.OomCounts;
import io.forkwatch.probe.process.death.OomKill;
import io.forkwatch.probe.process.death.StderrTail;
import io.forkwatch.probe.process.death.Surroundings;
import io.forkwatch.probe.process.event.Caller;
import io.forkwatch.probe.process.event.Kill;
import io.forkwatch.probe.process.event.KillProgram;
import io.forkwatch.probe.process.event.StderrRing;
import io.forkwatch.probe.process.program.KillCommand;
import io.forkwatch.probe.process.program.ScriptCall;
import io.forkwatch.probe.process.view.OwnWord;
import io.forkwatch.probe.process.view.Peak;
import io.forkwatch.probe.process.view.ProcessSample;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/** Builds deaths for tests. Pid 4242 dies 192.1 s after its start; ages are milliseconds before that death. */
public final class Deaths {
    /** Monotonic time of every death, near the overflow on purpose. */
    public static final long DEATH_NANOS = Long.MAX_VALUE - 5;

    private final Ending ending;
    private CommandLine command = new CommandLine(List.of("java", "-Xmx1536m", "-jar", "surefirebooter.jar"));
    private String directory = "/ci/build";
    private String title = "";
    private Name name = new Name(new Kind("surefire-fork"), new Slot(0));
    private Duration lifetime = Duration.ofMillis(192_100);
    private Optional<ProcessSample> sample = Optional.empty();
    private MemoryDoubt doubt = MemoryDoubt.UNKNOWN;
    private Peak peak = Peak.NONE;
    private CpuTime cpu = CpuTime.ZERO;
    private boolean cpuExact;
    private final List<Descendant> descendants = new ArrayList<>();
    private final List<Kill> kills = new ArrayList<>();
    private Optional<CrashFile> crashFile = Optional.empty();
    private Optional<OomCounts> oom = Optional.empty();
    private Optional<JvmSample> jvm = Optional.empty();
    private Optional<StderrTail> stderr = Optional.empty();
    private Optional<OwnWord> own = Optional.empty();
    private Optional<StderrRing> stderrRing = Optional.empty();
    private Optional<ProgramFault> program = Optional.empty();
    private LimitUse limits = LimitUse.UNKNOWN;
    private Optional<KernelLogExcerpt> kernel = Optional.empty();
    private Surroundings around = Surroundings.UNKNOWN;
    private final List<KillRun> killRuns = new ArrayList<>();

    private Deaths(Ending ending) {
        this.ending = ending;
    }

    public static Deaths bySignal(int signal) {
        return byStatus(signal);
    }

    public static Deaths byExit(int code) {
        return byStatus(code << 8);
    }

    public static Deaths byStatus(int raw) {
        return new Deaths(new Ending.Exact(new WaitStatus(raw)));
    }

    /** The wait status is hidden, the flags are not. */
    public static Deaths byFlags(int exitValue, boolean signalled) {
        return new Deaths(new Ending.Flags(exitValue, signalled));
    }

    public static Deaths byCodeOnly(int exitValue) {
        return new Deaths(new Ending.CodeOnly(exitValue));
    }

    public static Deaths vanished() {
        return new Deaths(new Ending.Vanished());
    }

    public Deaths command(String... arguments) {
        command = new CommandLine(List.of(arguments));
        return this;
    }

    public Deaths directory(String path) {
        directory = path;
        return this;
    }

    public Deaths name(String kind, Slot slot) {
        name = new Name(new Kind(kind), slot);
        return this;
    }

    public Deaths title(String launchersName) {
        title = launchersName;
        return this;
    }

    public Deaths lifetimeMillis(long millis) {
        lifetime = Duration.ofMillis(millis);
        return this;
    }

    public Deaths sample(ProcessSample last) {
        sample = Optional.of(last);
        return this;
    }

    public Deaths peak(long rssBytes, long treeRssBytes) {
        peak = new Peak(rssBytes, treeRssBytes);
        return this;
    }

    /** When the peak was seen to rise last, and by how much the last sample may be too low. */
    public Deaths doubt(long peakAgeMillis, long rssErrorBytes, long treeRssErrorBytes) {
        doubt = new MemoryDoubt(OptionalLong.of(before(peakAgeMillis)), rssErrorBytes, treeRssErrorBytes);
        return this;
    }

    public Deaths cpu(long userMillis, long systemMillis, boolean exact) {
        cpu = new CpuTime(userMillis * 1_000_000, systemMillis * 1_000_000);
        cpuExact = exact;
        return this;
    }

    public Deaths descendant(long pid, String comm, long rssBytes, long ageMillis, boolean alive) {
        return descendant(pid, comm, 4242, rssBytes, ageMillis, alive ? OptionalLong.empty() : OptionalLong.of(0));
    }

    /** Of which is known whose child it is, and how long before the death it was first found gone; absent if it is alive. */
    public Deaths descendant(long pid, String comm, long ppid, long rssBytes, long ageMillis, OptionalLong goneMillis) {
        descendants.add(new Descendant(
                new ProcessKey(pid, 7),
                comm,
                Optional.of(new Descendant.Memory(rssBytes, before(ageMillis))),
                goneMillis.isEmpty(),
                ppid,
                goneMillis.isEmpty() ? OptionalLong.empty() : OptionalLong.of(before(goneMillis.getAsLong()))));
        return this;
    }

    /** Gone before its memory was ever read. */
    public Deaths descendantNeverMeasured(long pid, String comm) {
        descendants.add(new Descendant(
                new ProcessKey(pid, 7), comm, Optional.empty(), false, 4242, OptionalLong.of(before(0))));
        return this;
    }

    /** A request to end a process below the child. */
    public Deaths killBelow(long pid, boolean force, long ageMillis) {
        kills.add(new Kill(pid, force, "main", List.of("com.acme.Launcher.stop(Launcher.java:42)"), before(ageMillis)));
        return this;
    }

    public Deaths kill(boolean force, long ageMillis) {
        return kill(
                force,
                ageMillis,
                "main",
                "com.acme.Launcher.stop(Launcher.java:42)",
                "com.acme.Main.main(Main.java:7)");
    }

    public Deaths kill(boolean force, long ageMillis, String thread, String... frames) {
        kills.add(new Kill(4242, force, thread, List.of(frames), before(ageMillis)));
        return this;
    }

    public Deaths crashFile(long pid, String header) {
        crashFile = CrashFile.parse(
                Path.of(directory, "hs_err_pid" + pid + ".log"),
                "# A fatal error has been detected by the Java Runtime Environment:\n" + header);
        return this;
    }

    public Deaths oom(OomCounts counts) {
        oom = Optional.of(counts);
        return this;
    }

    public Deaths jvm(Jvms seen) {
        jvm = Optional.of(seen.sample());
        return this;
    }

    /** Lines of stderr; what they say is found by the reader of the evidence. */
    public Deaths stderr(String... lines) {
        stderr = Stderr.tail(lines);
        return this;
    }

    /** What a JVM said of itself. */
    public Deaths own(Boxes said) {
        own = Optional.of(said.word());
        return this;
    }

    /** What the file of its program says. */
    public Deaths program(ProgramFault fault) {
        program = Optional.of(fault);
        return this;
    }

    /** What the supervisor's own process kept of stderr. */
    public Deaths stderr(StderrRing ring) {
        stderrRing = Optional.of(ring);
        return this;
    }

    /** Its limits of CPU time are known, 0 = none, and how much it used itself. */
    public Deaths cpuLimit(long softSeconds, long hardSeconds, long ownMillis) {
        OptionalLong none = OptionalLong.empty();
        limits = new LimitUse(
                true,
                softSeconds == 0 ? none : OptionalLong.of(softSeconds),
                hardSeconds == 0 ? none : OptionalLong.of(hardSeconds),
                OptionalLong.of(ownMillis * 1_000_000),
                none,
                none,
                none);
        return this;
    }

    /** Its limit of address space, how near it came, and whether forks were refused in its group. */
    public Deaths limits(long addressSpaceBytes, long peakBytes, long forksRefused) {
        OptionalLong none = OptionalLong.empty();
        limits = new LimitUse(
                true,
                none,
                none,
                none,
                OptionalLong.of(addressSpaceBytes),
                OptionalLong.of(peakBytes),
                OptionalLong.of(forksRefused));
        return this;
    }

    /** The kernel's log can be read and names nobody yet. */
    public Deaths kernelLog(boolean lost) {
        kernel = Optional.of(
                new KernelLogExcerpt(kernel.map(KernelLogExcerpt::kills).orElseGet(List::of), lost));
        return this;
    }

    /** The kernel's log names a victim; {@code ofGroup} if in {@code /ci/build} at the limit of {@code /ci}. */
    public Deaths kernelKill(long pid, String comm, boolean ofGroup, boolean earlier) {
        String scope = ofGroup ? "Memory cgroup out of memory" : "Out of memory";
        List<OomKill> kills =
                new ArrayList<>(kernel.map(KernelLogExcerpt::kills).orElseGet(List::of));
        kills.add(new OomKill(
                pid,
                comm,
                ofGroup,
                ofGroup ? "/ci" : "",
                "/ci/build",
                before(1),
                earlier,
                scope + ": Killed process " + pid + " (" + comm + ") ... anon-rss:1966080kB"));
        kernel = Optional.of(new KernelLogExcerpt(kills, false));
        return this;
    }

    /** The kernel's log names a victim in one line alone, as where the lines before it were lost. */
    public Deaths kernelKillAlone(long pid, String comm) {
        String line = "Out of memory: Killed process " + pid + " (" + comm + ") ... anon-rss:1966080kB";
        OomKill kill = new OomKill(pid, comm, false, "", "", before(1), false, line);
        kernel = Optional.of(new KernelLogExcerpt(List.of(kill), false));
        return this;
    }

    /** Its parent and its process group. */
    public Deaths around(long ppid, long group) {
        around = new Surroundings(
                OptionalLong.of(ppid), OptionalLong.of(group), around.perfData(), false, false, around.killPrograms());
        return this;
    }

    /** Its cgroup was frozen. */
    public Deaths frozen() {
        around = new Surroundings(around.ppid(), around.group(), around.perfData(), false, true, around.killPrograms());
        return this;
    }

    /** The kernel was writing its core dump. */
    public Deaths dumpingCore() {
        around = new Surroundings(around.ppid(), around.group(), around.perfData(), true, false, around.killPrograms());
        return this;
    }

    /** Whose performance data were there before anybody could wait for the child. */
    public Deaths perfData(long... pids) {
        around =
                around.withPerfData(LongStream.of(pids).mapToObj(Long::toString).toList());
        return this;
    }

    /** A program that this JVM was about to start so long before the death: no more is known of it. */
    public Deaths wasToRun(long ageMillis, String... arguments) {
        Caller caller = new Caller("main", List.of("com.acme.Launcher.stop(Launcher.java:61)"));
        KillProgram program = new KillProgram(new CommandLine(List.of(arguments)), "", caller, before(ageMillis));
        killRuns.add(new KillRun(program, OptionalInt.empty(), List.of()));
        return this;
    }

    /** A program that this JVM started so long before the death, as pid 4711, and how that ended. */
    public Deaths ran(OptionalInt exitValue, long ageMillis, String... arguments) {
        Caller caller = new Caller("main", List.of("com.acme.Launcher.stop(Launcher.java:61)"));
        KillProgram program = new KillProgram(new CommandLine(List.of(arguments)), "", caller, before(ageMillis));
        program.started(4711, () -> exitValue);
        killRuns.add(new KillRun(program, exitValue, List.of()));
        return this;
    }

    /** The same of a command that has a shell read a script with that text. */
    public Deaths ranScript(String text, long ageMillis, String... arguments) {
        ran(OptionalInt.of(0), ageMillis, arguments);
        KillRun run = killRuns.remove(killRuns.size() - 1);
        List<KillCommand> read = ScriptCall.in(List.of(arguments)).stream()
                .flatMap(call -> KillCommand.inFile(text, call).stream())
                .toList();
        killRuns.add(new KillRun(run.program(), run.exitValue(), read));
        return this;
    }

    /** A program that a listing found as pid 4712 below the child 4700, so long before the death. */
    public Deaths ranBelow(long ageMillis, String... arguments) {
        CommandLine words = new CommandLine(List.of(arguments));
        KillProgram program = KillProgram.below(words, "", Caller.UNKNOWN, before(ageMillis), 4712, 4700);
        killRuns.add(new KillRun(program, OptionalInt.empty(), List.of()));
        return this;
    }

    public Death death() {
        Instant at = Instant.parse("2026-11-01T12:00:00.123456Z");
        Child child = new Child(
                new ProcessKey(4242, 99),
                name,
                command,
                directory,
                title,
                at.minus(lifetime),
                DEATH_NANOS - lifetime.toNanos());
        return new Death(
                child,
                ending,
                at,
                DEATH_NANOS,
                sample,
                peak,
                doubt,
                cpu,
                cpuExact,
                descendants,
                kills,
                oom,
                limits,
                stderrRing,
                new Surroundings(
                        around.ppid(),
                        around.group(),
                        around.perfData(),
                        around.coreDumping(),
                        around.frozen(),
                        killRuns.stream().map(KillRun::program).toList()));
    }

    public Evidence evidence() {
        return Evidence.of(death(), true)
                .withCrashFile(crashFile)
                .withJvm(jvm)
                .withStderr(stderr)
                .withProgram(program)
                .withKernel(kernel)
                .withOwn(own)
                .withKillRuns(killRuns);
    }

    public static long before(long millis) {
        return DEATH_NANOS - millis * 1_000_000;
    }
}
