package io.forkwatch.probe.lifecycle;

import io.forkwatch.probe.options.ProbeOptions;
import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.report.LogOptions;
import io.forkwatch.probe.report.Report;
import io.forkwatch.probe.report.record.LogFormat;
import io.forkwatch.probe.report.sink.LogSink;
import io.forkwatch.probe.report.sink.StreamSink;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One start of Forkwatch, and its end. No lambdas: all of it runs on threads of the host. */
final class Startup {
    /** For children that other shutdown hooks are ending just now. */
    private static final long GRACE_MILLIS = 200;

    private static final long STEP_MILLIS = 10;

    private final Composition composition;
    private final Parts parts;

    /**
     * A start that has not begun.
     *
     * @param failed gets what kept a thread from starting its duty, later and on that thread
     */
    Startup(Composition composition, Consumer<Throwable> failed) {
        this.composition = composition;
        this.parts = new Parts(composition.parts(failed), composition.reports());
    }

    /**
     * Turns everything on.
     *
     * @throws Exception if that cannot be done: then {@link #abandon} it
     */
    void start() throws Exception {
        parts.start();
    }

    /** The end of this JVM, in bounded time: the last samples are taken, everybody is told, the port is closed. */
    void close() {
        awaitChildren();
        parts.stop(false);
        if (!composition.hasReported()) {
            sayBriefly(composition.options(), composition.version(), composition.dropped());
        }
    }

    /** Off for real, after a start that failed: nothing is said that only a whole start may say. */
    void abandon() {
        parts.stop(true);
    }

    private void awaitChildren() {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(GRACE_MILLIS);
        try {
            while (!composition.reports().isAlone() && until - System.nanoTime() > 0) {
                Thread.sleep(STEP_MILLIS);
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    /** The start line of a JVM that ended before the reporter had begun: it has no report to say it. */
    static void sayBriefly(ProbeOptions options, String version, Tally dropped) {
        LogOptions log = options.log();
        if (!log.quiet() && log.file().isEmpty() && log.format() == LogFormat.TEXT) {
            LogSink stderr = StreamSink.stderr(dropped);
            Report.startedBriefly(version, log.locale(), stderr);
        }
    }
}
