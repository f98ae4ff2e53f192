package io.forkwatch.probe.report;

import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.report.record.Records;
import io.forkwatch.probe.report.record.Style;
import io.forkwatch.probe.report.sink.LogSink;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The abnormal ends as JSON, whatever the log looks like: the last ones in memory for those who ask later, and all of
 * them in a file if there is one. Safe for any thread.
 */
public final class ExitArchive {
    private final int most;
    private final Optional<LogSink> file;
    private final Records records;
    private final Deque<String> latest = new ArrayDeque<>();

    /**
     * An archive that is empty.
     *
     * @param most how many are kept in memory, 0 and up
     * @param file gets each as one record
     * @param style of the log, for its English sentences
     * @param clocks for the time in JSON
     */
    public ExitArchive(int most, Optional<LogSink> file, Style style, Clocks clocks) {
        this.most = most;
        this.file = file;
        this.records = Records.in(style.json(), clocks);
    }

    /** A child ended; clean ends are not kept. */
    public void died(Death death, Diagnosis diagnosis) {
        if (diagnosis.abnormal() && (most > 0 || file.isPresent())) {
            String record = records.died(death, diagnosis);
            keep(record);
            file.ifPresent(sink -> sink.write(record));
        }
    }

    private synchronized void keep(String record) {
        latest.addFirst(record);
        if (latest.size() > most) {
            latest.removeLast();
        }
    }

    /** The last {@code child_died} records, each a JSON object in one line, the newest first; does not change. */
    public synchronized List<String> latest() {
        return List.copyOf(latest);
    }
}
