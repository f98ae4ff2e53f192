package io.forkwatch.probe.report;

import io.forkwatch.probe.diagnose.verdict.DeathReceiver;
import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.report.record.Records;
import io.forkwatch.probe.report.record.Style;
import io.forkwatch.probe.report.sink.LogSink;
import java.util.Optional;

/**
 * The abnormal ends as JSON in a file, whatever the log looks like. Without a file no record is made. None is kept in
 * memory, but while the file cannot be written: there is nobody yet who would read it there.
 */
public final class ExitArchive implements DeathReceiver {
    private final Optional<LogSink> file;
    private final Records records;

    /**
     * An archive.
     *
     * @param file gets each as one record; absent where nobody asked for a file
     * @param style of the log, for its English sentences
     * @param clocks for the time in JSON
     */
    public ExitArchive(Optional<LogSink> file, Style style, Clocks clocks) {
        this.file = file;
        this.records = Records.in(style.json(), clocks);
    }

    /** Tries once more to write what could not be written; false if something still waits. To be called now and then. */
    public boolean writeWaiting() {
        return file.isEmpty() || file.get().writeWaiting();
    }

    /** The end: what still waits is lost. */
    public void close() {
        if (file.isPresent()) {
            file.get().close();
        }
    }

    @Override
    public String what() {
        return "exits";
    }

    /** A child ended; clean ends are not written. */
    @Override
    public void died(Death death, Diagnosis diagnosis) {
        if (file.isPresent() && diagnosis.abnormal()) {
            file.get().write(records.died(death, diagnosis));
        }
    }
}
