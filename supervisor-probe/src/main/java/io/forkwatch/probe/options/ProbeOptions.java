package io.forkwatch.probe.options;

import io.forkwatch.probe.intercept.InjectedFault;
import io.forkwatch.probe.naming.KindRule;
import io.forkwatch.probe.process.orphan.OrphanRules;
import io.forkwatch.probe.publish.http.PortRange;
import io.forkwatch.probe.report.SummaryMode;
import io.forkwatch.probe.report.record.LogFormat;
import io.forkwatch.probe.report.words.Language;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a user chose, checked.
 *
 * @param enabled whether Forkwatch does anything
 * @param interval time between two looks at a child, 100 ms to 1 h
 * @param adaptive whether memory that is about to run out is looked at more often
 * @param host address or host name the port listens on, not yet resolved
 * @param port ports to try
 * @param logFile where summaries and notices are appended; empty = stderr
 * @param logFormat how they are written
 * @param summary which ends of children are logged
 * @param locale the language of the lines for people
 * @param exitsKeep how many abnormal ends a page will show, 0 to 10,000; read by nobody yet
 * @param exitsFile where abnormal ends are appended as JSON lines
 * @param exitsSizeBytes the most that file holds, 64 KiB to 1 GiB
 * @param quiet whether the start line is left out
 * @param reaper whether a child is looked at between its death and its reaping
 * @param nested whether it supervises below a watched supervisor too; decided before the options are parsed
 * @param pss time between two looks at proportional memory; empty = none
 * @param orphans when processes that nobody is responsible for are told
 * @param stderrTailBytes how much is kept of what the supervisor reads of a child's stderr; 0 = nothing
 * @param kindRules the user's names for children, the first hit counts
 * @param fault what the hooks do wrong on purpose, for tests
 */
public record ProbeOptions(
        boolean enabled,
        Duration interval,
        boolean adaptive,
        String host,
        PortRange port,
        Optional<Path> logFile,
        LogFormat logFormat,
        SummaryMode summary,
        Language locale,
        int exitsKeep,
        Optional<Path> exitsFile,
        long exitsSizeBytes,
        boolean quiet,
        boolean reaper,
        boolean nested,
        Optional<Duration> pss,
        OrphanRules orphans,
        int stderrTailBytes,
        List<KindRule> kindRules,
        InjectedFault fault) {

    public ProbeOptions {
        kindRules = List.copyOf(kindRules);
    }

    /** What holds when nothing is set anywhere. */
    public static ProbeOptions defaults() {
        return new OptionParser().result();
    }
}
