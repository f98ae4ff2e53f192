package io.forkwatch.probe.report;

import io.forkwatch.agent.entry.Stderr;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.process.Trouble;
import io.forkwatch.probe.report.record.Style;
import io.forkwatch.probe.report.sink.FileSink;
import io.forkwatch.probe.report.sink.LogSink;
import io.forkwatch.probe.report.sink.RateLimitedSink;
import io.forkwatch.probe.report.sink.StreamSink;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Where everything is written, opened as the options say. What cannot be opened costs one line, and stderr serves.
 *
 * @param sink the log
 * @param report summaries and notices, into the log
 * @param trouble faults of Forkwatch itself, into the log
 * @param exits the abnormal ends, into their own file
 * @param readable whether somebody can read the log where it was asked for
 */
public record Logs(LogSink sink, Report report, Trouble trouble, ExitArchive exits, BooleanSupplier readable) {
    /**
     * Opens them.
     *
     * @param kept what becomes of abnormal ends
     * @param descriptor stderr of this JVM
     * @param instead a file for the log where nobody can read stderr
     * @param troubles counts faults by their {@code what}
     * @param dropped counts what is left out
     */
    public static Logs open(
            LogOptions options,
            ExitsOptions kept,
            Stderr descriptor,
            Optional<Path> instead,
            Clocks clocks,
            Tally troubles,
            Tally dropped) {
        Style style = Style.of(options.format(), options.locale());
        StreamSink stderr = new StreamSink(descriptor, style, clocks, dropped, instead);
        Trouble loud = new DistinctTrouble(stderr, style, clocks, troubles);
        LogSink target = target(options, style, stderr, loud, clocks);
        LogSink sink = new RateLimitedSink(target, style, clocks, dropped);
        Report report = new Report(sink, style, options.summary(), options.quiet(), clocks);
        ExitArchive exits = new ExitArchive(exitsFile(kept, report, loud), style, clocks);
        BooleanSupplier readable = target == stderr ? stderr::isReadable : () -> true;
        return new Logs(sink, report, new DistinctTrouble(sink, style, clocks, troubles), exits, readable);
    }

    private static LogSink target(LogOptions options, Style style, LogSink stderr, Trouble loud, Clocks clocks) {
        if (options.file().isEmpty()) {
            return stderr;
        }
        Path file = options.file().get();
        try {
            return new FileSink(file, loud);
        } catch (IOException cannotOpen) {
            String line = "log=" + file + " cannot be written (" + cannotOpen + "): writing to stderr instead";
            new Report(stderr, style, options.summary(), options.quiet(), clocks).notice(line);
            return stderr;
        }
    }

    private static Optional<LogSink> exitsFile(ExitsOptions kept, Report report, Trouble loud) {
        if (kept.file().isEmpty()) {
            return Optional.empty();
        }
        Path file = kept.file().get();
        try {
            return Optional.of(FileSink.capped(file, kept.sizeBytes(), loud));
        } catch (IOException cannotOpen) {
            report.notice(
                    "exits.file=" + file + " cannot be written (" + cannotOpen + "): ends are told in the log only");
            return Optional.empty();
        }
    }
}
