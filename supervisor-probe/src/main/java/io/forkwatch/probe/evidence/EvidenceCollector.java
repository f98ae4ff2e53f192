package io.forkwatch.probe.evidence;

import io.forkwatch.agent.child.BlackBoxFile;
import io.forkwatch.probe.evidence.child.BlackBoxes;
import io.forkwatch.probe.evidence.kernel.KernelLogEvidence;
import io.forkwatch.probe.evidence.perf.JvmSample;
import io.forkwatch.probe.evidence.perf.JvmWatch;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.Trouble;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.view.ChildTree;
import io.forkwatch.probe.process.view.OwnWord;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.thread.Confined;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Asks each witness what it knows about a death. Reads files. */
@Confined(Confined.To.REPORTER)
public final class EvidenceCollector implements EvidenceSource {
    /** Of {@link BlackBoxFile}: a constant, so that class is not loaded for it. */
    private static final String PREFIX = BlackBoxFile.PREFIX;

    private static final long SWEEP_NANOS = 60_000_000_000L;

    private final BooleanSupplier killsWatched;
    private final CrashFiles crashFiles;
    private final JvmWatch jvms;
    private final StderrTails stderrTails;
    private final ProgramFiles programs;
    private final KernelLogEvidence kernel;
    private final KillRuns killRuns;

    /** Makes them where there is such a file: others load nothing of it. */
    private Optional<BoxPlace> place = Optional.empty();

    private Optional<BlackBoxes> boxes = Optional.empty();
    private long sweptNanos;

    /** Where JVMs below this one leave their files. */
    private record BoxPlace(Path marker, ProcFs procFs, Clocks clocks, Trouble trouble) {
        boolean isUsed() {
            String[] names = marker.toFile().list();
            for (int i = 0; names != null && i < names.length; i++) {
                if (names[i].startsWith(PREFIX)) {
                    return true;
                }
            }
            return false;
        }
    }

    /**
     * A collector.
     *
     * @param killsWatched true as long as no call of destroy in this JVM can be missed
     * @param crashFiles where crashed JVMs leave their files
     * @param jvms the living JVMs among the children
     * @param stderrTails what was kept of stderr
     * @param programs the files of programs that could not be run
     * @param kernel the kernel's log
     * @param killRuns programs that may have ended a child
     */
    EvidenceCollector(
            BooleanSupplier killsWatched,
            CrashFiles crashFiles,
            JvmWatch jvms,
            StderrTails stderrTails,
            ProgramFiles programs,
            KernelLogEvidence kernel,
            KillRuns killRuns) {
        this.killsWatched = killsWatched;
        this.crashFiles = crashFiles;
        this.jvms = jvms;
        this.stderrTails = stderrTails;
        this.programs = programs;
        this.kernel = kernel;
        this.killRuns = killRuns;
    }

    /**
     * That of this machine.
     *
     * @param killsWatched true as long as no call of destroy in this JVM can be missed
     * @param jvms the living JVMs among the children
     * @param kernel the kernel's log
     * @param inner takes wrappers and shells off a command
     */
    public static EvidenceCollector ofMachine(
            BooleanSupplier killsWatched,
            JvmWatch jvms,
            KernelLogEvidence kernel,
            Clocks clocks,
            Function<CommandLine, List<String>> inner) {
        return new EvidenceCollector(
                killsWatched,
                CrashFiles.ofMachine(jvms.ownUid()),
                jvms,
                new StderrTails(clocks.monotonic(), LockSupport::parkNanos),
                ProgramFiles.ofMachine(inner),
                kernel,
                new KillRuns(clocks.monotonic(), LockSupport::parkNanos));
    }

    /**
     * Reads what JVMs below this one say of themselves as well.
     *
     * @param marker their directory; empty where there is none
     * @param trouble is told of a file that cannot be believed
     */
    public void listen(Optional<Path> marker, ProcFs procFs, Clocks clocks, Trouble trouble) {
        place = marker.isPresent()
                ? Optional.of(new BoxPlace(marker.get(), procFs, clocks, trouble))
                : Optional.empty();
        sweptNanos = clocks.nanos();
    }

    private Optional<OwnWord> lastWord(Death death) {
        return place.isPresent() && place.get().isUsed() ? boxes(place.get()).last(death) : Optional.empty();
    }

    private BlackBoxes boxes(BoxPlace at) {
        if (boxes.isEmpty()) {
            boxes = Optional.of(new BlackBoxes(at.marker, at.procFs, at.clocks, at.trouble));
        }
        return boxes.get();
    }

    private void sweep(BoxPlace at) {
        long now = at.clocks.nanos();
        if (now - sweptNanos >= SWEEP_NANOS) {
            sweptNanos = now;
            if (at.isUsed()) {
                boxes(at).sweep();
            }
        }
    }

    @Override
    public Evidence collect(Death death) {
        Optional<JvmSample> jvm = jvms.end(death);
        return Evidence.of(death, killsWatched.getAsBoolean())
                .withJvm(jvm)
                .withCrashFile(crashFiles.find(death, jvm))
                .withStderr(stderrTails.of(death))
                .withKillRuns(killRuns.of(death))
                .withProgram(programs.of(death))
                .withOwn(lastWord(death))
                .withKernel(kernel.ask(death));
    }

    /**
     * Samples the JVMs among the living, for what cannot be known any more once they are dead.
     *
     * @return nanoseconds until that is due again, 1 and up
     */
    public long sample(List<ChildTree> trees) {
        if (place.isPresent()) {
            sweep(place.get());
        }
        return jvms.doWork(trees);
    }
}
