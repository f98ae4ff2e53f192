package io.forkwatch.probe.lifecycle;

import io.forkwatch.agent.entry.Marker;
import io.forkwatch.probe.evidence.kernel.KernelLogFile;
import io.forkwatch.probe.intercept.Interception;
import io.forkwatch.probe.options.ProbeOptions;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.process.Trouble;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.ThreadClocks;
import io.forkwatch.probe.procfs.pid.PidStat;
import io.forkwatch.probe.publish.http.HttpLoggingGate;
import io.forkwatch.probe.publish.http.HttpServerFactory;
import io.forkwatch.probe.sample.EventInbox;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.nio.file.Path;
import java.util.Optional;

/** What a {@link ProbeLifecycle} wakes up to: bridge, marker and both threads. A class of its own, loaded only then. */
final class Startup {
    private static final int INBOX_CAPACITY = 16_384;

    private Startup() {}

    /**
     * Wakes it.
     *
     * @return what is to be done at the end of the JVM
     */
    static Shutdown of(
            ProbeOptions options,
            Instrumentation instrumentation,
            String version,
            boolean late,
            Interception interception)
            throws ReflectiveOperationException, IOException {
        Clocks clocks = Clocks.system();
        ProcFs procFs = ProcFs.system();
        Tally dropped = new Tally();
        ReporterThread desk = new ReporterThread(clocks, dropped);
        SamplerThread sampling = new SamplerThread(desk);
        EventInbox inbox = new EventInbox(INBOX_CAPACITY, procFs, clocks.monotonic(), dropped, sampling);
        interception.installBridge(inbox, clocks, options.stderrTailBytes(), options.fault());
        Marker marks = Marker.ofThisMachine();
        Optional<Path> marker = mark(marks, procFs, desk);
        Ground ground = new Ground(
                options,
                version,
                clocks,
                procFs,
                ThreadClocks.system(),
                dropped,
                interception,
                HttpLoggingGate.ofThisJvm(instrumentation, clocks),
                HttpServerFactory.ofThisJdk(instrumentation),
                KernelLogFile.ofMachine(instrumentation));
        if (late) {
            sampling.startLate(ground, inbox);
        } else {
            sampling.start(ground, inbox);
        }
        desk.start(ground, new Takeover(marks.places(), marker, inbox));
        return new Shutdown(sampling, desk, marker);
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
