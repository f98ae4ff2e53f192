package io.forkwatch.probe.lifecycle;

import io.forkwatch.probe.diagnose.Diagnoser;
import io.forkwatch.probe.diagnose.verdict.Reason;
import io.forkwatch.probe.evidence.CrashFiles;
import io.forkwatch.probe.evidence.EvidenceCollector;
import io.forkwatch.probe.evidence.StderrTails;
import io.forkwatch.probe.evidence.kernel.KernelLogEvidence;
import io.forkwatch.probe.evidence.perf.JvmWatch;
import io.forkwatch.probe.options.ProbeOptions;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.process.Trouble;
import io.forkwatch.probe.process.view.LiveView;
import io.forkwatch.probe.process.view.PssView;
import io.forkwatch.probe.process.view.Snapshot;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.cgroup.MemoryCgroup;
import io.forkwatch.probe.publish.MetricSources;
import io.forkwatch.probe.publish.ProbeMetrics;
import io.forkwatch.probe.report.DistinctTrouble;
import io.forkwatch.probe.report.ExitArchive;
import io.forkwatch.probe.report.Report;
import io.forkwatch.probe.report.record.Style;
import io.forkwatch.probe.report.sink.FileSink;
import io.forkwatch.probe.report.sink.LogSink;
import io.forkwatch.probe.report.sink.RateLimitedSink;
import io.forkwatch.probe.report.sink.StreamSink;
import io.forkwatch.probe.sample.PssWatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Everything that leaves this process: the log and the port. Built and used by the reporter thread.
 *
 * @param report summaries and notices
 * @param trouble faults of Forkwatch itself
 * @param metrics what the port shows
 * @param port the port, or the attempts to get it
 * @param exits the last abnormal ends
 * @param diagnoser says how a child died and why
 * @param investigator gathers the evidence of a death
 * @param kernel the kernel's log, one of its witnesses
 * @param pss looks at proportional memory; absent unless it was asked for
 */
record Outlets(
        LogSink sink,
        Report report,
        Trouble trouble,
        ProbeMetrics metrics,
        MetricsPort port,
        ExitArchive exits,
        Diagnoser diagnoser,
        EvidenceCollector investigator,
        KernelLogEvidence kernel,
        Optional<PssWatch> pss) {
    static Outlets open(Ground ground, Supplier<LiveView> views) {
        Supplier<Snapshot> snapshots = () -> views.get().snapshot();
        ProbeOptions options = ground.options();
        Style style = Style.of(options.logFormat(), options.locale());
        Tally troubles = new Tally();
        LogSink stderr = StreamSink.stderr(ground.dropped());
        Trouble loud = new DistinctTrouble(stderr, style, ground.clocks(), troubles);
        LogSink sink = new RateLimitedSink(
                target(options, style, stderr, loud, ground.clocks()), style, ground.clocks(), ground.dropped());
        Report report = new Report(sink, style, options.summary(), options.quiet(), ground.clocks());
        Trouble trouble = new DistinctTrouble(sink, style, ground.clocks(), troubles);
        KernelLogEvidence kernel = new KernelLogEvidence(
                ground.kernelLog(), ground.procFs()::inInitialPidNamespace, ground.clocks(), LockSupport::parkNanos);
        Optional<PssWatch> pss = options.pss()
                .map(interval -> new PssWatch(ground.procFs(), ground.clocks().monotonic(), interval));
        JvmWatch jvms = JvmWatch.of(ground.procFs(), ground.clocks());
        Supplier<Map<String, Boolean>> ofMachine = new OfMachine(ground.procFs(), jvms);
        MetricSources sources = new MetricSources(
                snapshots,
                jvms::view,
                () -> pss.map(PssWatch::view).orElse(PssView.EMPTY),
                () -> capabilities(ground, kernel, ofMachine),
                ground.threads()::nanos,
                troubles,
                ground.dropped());
        ProbeMetrics metrics = new ProbeMetrics(sources, reasons(), ground.version(), javaVersion());
        return new Outlets(
                sink,
                report,
                trouble,
                metrics,
                new MetricsPort(ground, metrics, views, report, trouble, ModuleLayer.boot()),
                new ExitArchive(options.exitsKeep(), exitsFile(options, report, loud), style, ground.clocks()),
                new Diagnoser(),
                new EvidenceCollector(
                        () -> killsWatched(ground),
                        CrashFiles.ofMachine(jvms.ownUid()),
                        jvms,
                        new StderrTails(ground.clocks().monotonic(), LockSupport::parkNanos),
                        kernel),
                kernel,
                pss);
    }

    /** What the machine allows, found out when it is asked for the first time. For any thread. */
    private static final class OfMachine implements Supplier<Map<String, Boolean>> {
        private final ProcFs procFs;
        private final JvmWatch jvms;
        private Map<String, Boolean> able = Map.of();

        OfMachine(ProcFs procFs, JvmWatch jvms) {
            this.procFs = procFs;
            this.jvms = jvms;
        }

        @Override
        public synchronized Map<String, Boolean> get() {
            if (able.isEmpty()) {
                able = Map.of(
                        "cgroup_oom_counter", countsOomKills(),
                        "perf_data", jvms.able(),
                        "process_tree", !procFs.hidesOthers());
            }
            return able;
        }

        // Of this JVM's own group: children are there too, unless somebody moves them.
        private boolean countsOomKills() {
            try {
                return MemoryCgroup.of(procFs.cgroup(procFs.self().pid()), procFs.mountInfo())
                        .isPresent();
            } catch (IOException hidden) {
                return false;
            }
        }
    }

    private static boolean killsWatched(Ground ground) {
        return ground.interception().capabilities().getOrDefault("kill_attribution", false);
    }

    private static Map<String, Boolean> capabilities(
            Ground ground, KernelLogEvidence kernel, Supplier<Map<String, Boolean>> ofMachine) {
        Map<String, Boolean> capabilities = new TreeMap<>(ground.interception().capabilities());
        capabilities.putAll(ofMachine.get());
        kernel.readable().ifPresent(readable -> capabilities.put("kernel_log", readable));
        return capabilities;
    }

    private static LogSink target(ProbeOptions options, Style style, LogSink stderr, Trouble loud, Clocks clocks) {
        if (options.logFile().isEmpty()) {
            return stderr;
        }
        Path file = options.logFile().get();
        try {
            return new FileSink(file, loud);
        } catch (IOException cannotOpen) {
            String line = "log=" + file + " cannot be written (" + cannotOpen + "): writing to stderr instead";
            new Report(stderr, style, options.summary(), options.quiet(), clocks).notice(line);
            return stderr;
        }
    }

    private static Optional<LogSink> exitsFile(ProbeOptions options, Report report, Trouble loud) {
        if (options.exitsFile().isEmpty()) {
            return Optional.empty();
        }
        Path file = options.exitsFile().get();
        try {
            return Optional.of(FileSink.capped(file, options.exitsSizeBytes(), loud));
        } catch (IOException cannotOpen) {
            report.notice(
                    "exits.file=" + file + " cannot be written (" + cannotOpen + "): ends are kept in memory only");
            return Optional.empty();
        }
    }

    // The same text as Runtime.version() has, without the streams that put it together.
    private static String javaVersion() {
        return System.getProperty("java.runtime.version", "unknown");
    }

    private static List<String> reasons() {
        List<String> labels = new ArrayList<>();
        for (Reason reason : Reason.values()) {
            labels.add(reason.label());
        }
        return labels;
    }

    /** Says what is left alive, and closes port and log. */
    void close(Snapshot last) {
        port.close();
        report.leftAlive(last.children());
        sink.close();
    }
}
