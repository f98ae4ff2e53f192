package io.forkwatch.probe;

import io.forkwatch.agent.entry.Marker;
import io.forkwatch.probe.evidence.kernel.KernelLogFile;
import io.forkwatch.probe.intercept.Interception;
import io.forkwatch.probe.options.OptionParser;
import io.forkwatch.probe.options.Parsed;
import io.forkwatch.probe.options.ProbeOptions;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.process.Trouble;
import io.forkwatch.probe.procfs.PidStat;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.ThreadClocks;
import io.forkwatch.probe.register.Inbox;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The one public door. {@link #start} is what premain calls: on the host's main thread it reads the options and puts
 * the edits in place, and nothing else; the two threads of Forkwatch build the rest behind its back.
 */
public final class SupervisorProbe {
    private static final int INBOX_CAPACITY = 16_384;

    private SupervisorProbe() {}

    /**
     * Turns Forkwatch on in this JVM, or says in one line why it stays off.
     *
     * @param argument what follows {@code -javaagent:forkwatch.jar=}, or an empty text
     * @param version the version of Forkwatch
     * @param late true if this JVM runs already: its living children are then sought
     * @throws LinkageError if another copy of Forkwatch is on in this JVM
     */
    public static void start(String argument, Instrumentation instrumentation, String version, boolean late)
            throws ReflectiveOperationException, IOException {
        Parsed parsed = OptionParser.ofThisJvm(argument);
        if (parsed instanceof Parsed.Bad bad) {
            System.err.println("[forkwatch] " + bad.line());
        } else if (parsed instanceof Parsed.Good good) {
            start(good.options(), instrumentation, version, late);
        }
    }

    private static void start(ProbeOptions options, Instrumentation instrumentation, String version, boolean late)
            throws ReflectiveOperationException, IOException {
        if (!options.enabled()) {
            System.err.println("[forkwatch] is off by option: enabled=false");
            return;
        }
        Clocks clocks = Clocks.system();
        ProcFs procFs = ProcFs.system();
        Tally dropped = new Tally();
        ReportDesk desk = new ReportDesk(clocks, dropped);
        SamplerDesk sampling = new SamplerDesk(desk);
        Inbox inbox = new Inbox(INBOX_CAPACITY, procFs, clocks.monotonic(), dropped, sampling);
        Interception interception = Interception.install(
                instrumentation, inbox, clocks, options.reaper(), options.stderrTailBytes(), options.fault());
        LoggingGate gate = LoggingGate.ofThisJvm(instrumentation, clocks);
        Ground ground = new Ground(
                options,
                version,
                clocks,
                procFs,
                ThreadClocks.system(),
                dropped,
                interception,
                gate,
                KernelLogFile.ofMachine(instrumentation));
        Marker marks = Marker.ofThisMachine();
        Optional<Path> marker = mark(marks, procFs, desk);
        if (late) {
            sampling.startLate(ground, inbox);
        } else {
            sampling.start(ground, inbox);
        }
        desk.start(ground, new Heritage(marks.places(), marker, inbox));
        Shutdown.hook(sampling, desk, marker);
    }

    // Before the first child can start: its JVMs find the mark and stay dormant.
    private static Optional<Path> mark(Marker marks, ProcFs procFs, Trouble trouble) {
        try {
            PidStat self = procFs.self();
            return Optional.of(marks.set(self.pid(), self.starttimeTicks()));
        } catch (IOException nowhere) {
            trouble.report("marker", nowhere);
            return Optional.empty();
        }
    }
}
