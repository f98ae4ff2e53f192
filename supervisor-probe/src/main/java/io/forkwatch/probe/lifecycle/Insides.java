package io.forkwatch.probe.lifecycle;

import io.forkwatch.probe.blackbox.LeftRecordings;
import io.forkwatch.probe.dump.ThreadDumps;
import io.forkwatch.probe.evidence.EvidenceSource;
import io.forkwatch.probe.intercept.BeforeKill;
import io.forkwatch.probe.intercept.DumpBeforeKill;
import io.forkwatch.probe.options.ProbeOptions;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.reporter.ReporterQueue;
import io.forkwatch.probe.takeover.Takeover;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** What looks into the JVMs among the children. Made where somebody has asked for it, or one has died. */
final class Insides {
    private Insides() {}

    /** Their threads: beside the log if that is a file, else in the marker, which stays for a day then. */
    static Optional<ThreadDumps> dumps(
            ProbeOptions options,
            Instrumentation instrumentation,
            Machine machine,
            Takeover takeover,
            ReporterQueue reports) {
        Optional<Path> log = options.log().file();
        boolean beside = log.isPresent() && !log.get().startsWith("/dev") && !Files.isDirectory(log.get());
        return Optional.of(ThreadDumps.ofThisJvm(
                machine.procFs(),
                instrumentation,
                () -> beside ? log.get().toAbsolutePath() + ".threads-" : inMarker(takeover),
                machine.clocks(),
                reports));
    }

    private static String inMarker(Takeover takeover) {
        return takeover.dumps().map(Path::toString).orElse("/tmp/forkwatch-threads-");
    }

    /** Who is told before a child is ended. */
    static Optional<BeforeKill> beforeKill(ProbeOptions options, Optional<ThreadDumps> dumps) {
        boolean wanted = dumps.isPresent() && options.dumpBeforeKill() != DumpBeforeKill.OFF;
        return wanted
                ? Optional.of(new KillDumps(dumps.get(), options.dumpBeforeKill() == DumpBeforeKill.WAIT))
                : Optional.empty();
    }

    /** What is seen of deaths from outside, and beside it what was seen inside. */
    static EvidenceSource beside(
            EvidenceSource outside,
            ProbeOptions options,
            Optional<ThreadDumps> dumps,
            OptionalLong uid,
            Takeover takeover,
            Clocks clocks,
            ReporterQueue reports) {
        return new InsideLooks(outside, dumps, () -> recordings(options, uid, takeover, clocks, reports), reports);
    }

    private static LeftRecordings recordings(
            ProbeOptions options, OptionalLong uid, Takeover takeover, Clocks clocks, ReporterQueue reports) {
        return new LeftRecordings(
                ModuleLayer.boot(),
                uid.orElse(-1),
                options.records() ? takeover.recordings() : Optional.empty(),
                reports::isEnding,
                clocks,
                reports);
    }
}
