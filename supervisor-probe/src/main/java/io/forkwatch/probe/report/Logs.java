package io.forkwatch.probe.report;

import io.forkwatch.agent.entry.Stderr;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.process.Trouble;
import io.forkwatch.probe.report.record.Style;
import io.forkwatch.probe.report.sink.ExitsFile;
import io.forkwatch.probe.report.sink.FileSink;
import io.forkwatch.probe.report.sink.LogSink;
import io.forkwatch.probe.report.sink.RateLimitedSink;
import io.forkwatch.probe.report.sink.StreamSink;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Where everything is written, opened as the options say. What cannot be opened costs one line, and stderr serves.
 *
 * @param sink the log
 * @param report summaries and notices, into the log
 * @param unheard writes as {@code report} and {@code exits} do, to nowhere
 * @param trouble faults of Forkwatch itself, into the log
 * @param exits the abnormal ends, into their own file
 * @param readable whether somebody can read the log where it was asked for
 */
public record Logs(
        LogSink sink, Report report, Unheard unheard, Trouble trouble, ExitArchive exits, BooleanSupplier readable) {
    private static final List<Path> STDERR = List.of(Path.of("/dev/stderr"), Path.of("/dev/fd/2"));
    private static final String ALLOWED = "a regular file in a directory that exists";

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
        return open(options, kept, stderr, style, clocks, troubles, dropped);
    }

    static Logs open(
            LogOptions options,
            ExitsOptions kept,
            LogSink stderr,
            Style style,
            Clocks clocks,
            Tally troubles,
            Tally dropped) {
        Trouble loud = new DistinctTrouble(stderr, style, clocks, troubles);
        LogSink target = target(options, style, stderr, loud, clocks, dropped);
        LogSink sink = new RateLimitedSink(target, style, clocks, dropped);
        Report report = new Report(sink, style, options.summary(), options.quiet(), clocks);
        Report said = new Report(stderr, style, options.summary(), options.quiet(), clocks);
        ExitArchive exits = new ExitArchive(
                exitsFile(kept, report, said, loud, dropped), kept.keep(), style, clocks, ZoneOffset.UTC);
        BooleanSupplier readable = target instanceof StreamSink own ? own::isReadable : () -> true;
        Unheard unheard = new Unheard(
                new Report(record -> {}, style, options.summary(), options.quiet(), clocks),
                new ExitArchive(Optional.empty(), 1, style, clocks, ZoneOffset.UTC));
        return new Logs(sink, report, unheard, new DistinctTrouble(sink, style, clocks, troubles), exits, readable);
    }

    /** The file that has what nobody can read where it was asked for; empty where somebody can, or there is none. */
    public Optional<String> standIn(Optional<Path> instead) {
        return readable.getAsBoolean() ? Optional.empty() : instead.map(Path::toString);
    }

    private static LogSink target(
            LogOptions options, Style style, LogSink stderr, Trouble loud, Clocks clocks, Tally dropped) {
        if (options.file().isEmpty()) {
            return stderr;
        }
        Path file = options.file().get();
        if (STDERR.contains(file.normalize())) {
            return stderr; // Where it is a pipe, opening it by name could wait for its reader.
        }
        try {
            return new FileSink(file, loud, style, clocks, dropped);
        } catch (IOException cannotOpen) {
            String line = refusal("log", file, cannotOpen, ALLOWED + ", /dev/null or /dev/stderr")
                    + "; writing to stderr instead";
            new Report(stderr, style, options.summary(), options.quiet(), clocks).notice(line);
            return stderr;
        }
    }

    private static String refusal(String option, Path file, IOException cannotOpen, String allowed) {
        boolean odd = cannotOpen instanceof FileSystemException refused && refused.getReason() != null;
        String why = odd ? ((FileSystemException) cannotOpen).getReason() : cannotOpen.toString();
        return option + "=" + file + " cannot be written (" + why + "), allowed: " + allowed;
    }

    private static Optional<LogSink> exitsFile(
            ExitsOptions kept, Report report, Report loudReport, Trouble loud, Tally dropped) {
        if (kept.file().isEmpty()) {
            return Optional.empty();
        }
        Path file = kept.file().get();
        try {
            return Optional.of(new ExitsFile(file, kept.sizeBytes(), loudReport::notice, loud, dropped));
        } catch (IOException cannotOpen) {
            report.notice(refusal("exits.file", file, cannotOpen, ALLOWED + " or /dev/null")
                    + "; ends are told in the log only");
            return Optional.empty();
        }
    }
}
