package io.forkwatch.probe.lifecycle;

import io.forkwatch.probe.options.ProbeOptions;
import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.report.LogOptions;
import io.forkwatch.probe.report.Report;
import io.forkwatch.probe.report.record.LogFormat;
import io.forkwatch.probe.report.sink.LogSink;
import io.forkwatch.probe.report.sink.StreamSink;

/** The start line of a JVM that ended within the patience, without a child: it has no report to say it. */
final class BriefStart {
    private BriefStart() {}

    static void say(ProbeOptions options, String version, Tally dropped) {
        LogOptions log = options.log();
        if (!log.quiet() && log.file().isEmpty() && log.format() == LogFormat.TEXT) {
            LogSink stderr = StreamSink.stderr(dropped);
            Report.startedBriefly(version, log.locale(), stderr);
        }
    }
}
