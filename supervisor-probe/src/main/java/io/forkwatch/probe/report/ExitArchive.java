package io.forkwatch.probe.report;

import io.forkwatch.probe.diagnose.verdict.DeathReceiver;
import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.report.record.LogFormat;
import io.forkwatch.probe.report.record.Records;
import io.forkwatch.probe.report.record.Style;
import io.forkwatch.probe.report.sink.LogSink;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The abnormal ends as JSON, whatever the log looks like: in a file, and the last ones in memory for those who ask. Written
 * by one thread, read by any.
 */
public final class ExitArchive implements DeathReceiver {
    /** Of all that is kept: 200 records are a quarter of it, unless each has a long tail of its stderr. */
    static final long MOST_BYTES = 4L << 20;

    private final Optional<LogSink> file;
    private final int keep;
    private final Records records;
    private final Records people;
    private final Clocks clocks;
    private final ZoneId zone;
    private final Deque<KeptExits.Kept> newestFirst = new ArrayDeque<>();
    private final Map<String, Long> sinceStart = new HashMap<>();
    private final Map<String, Long> ofDay = new HashMap<>();
    private LocalDate day = LocalDate.EPOCH;
    private long total;
    private long bytes;

    /**
     * An archive.
     *
     * @param file gets each as one record; absent where nobody asked for a file
     * @param keep how many of the last are kept in memory, at most 4 MiB of them; 0 = none, and nothing is counted
     * @param style of the log, for its sentences
     * @param clocks for the time in JSON
     * @param zone in which a day begins; to ask for the one of this JVM sets a system property of the host
     */
    public ExitArchive(Optional<LogSink> file, int keep, Style style, Clocks clocks, ZoneId zone) {
        this.file = file;
        this.keep = keep;
        this.records = Records.in(style.json(), clocks);
        this.people = Records.in(new Style(LogFormat.TEXT, style.messages()), clocks);
        this.clocks = clocks;
        this.zone = zone;
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

    /** A child ended; clean ends are counted and not written. */
    @Override
    public void died(Death death, Diagnosis diagnosis) {
        if (keep > 0) {
            count(LocalDate.ofInstant(death.at(), zone), diagnosis);
        }
        if (!diagnosis.abnormal() || (file.isEmpty() && keep == 0)) {
            return;
        }
        String record = records.died(death, diagnosis);
        if (file.isPresent()) {
            file.get().write(record);
        }
        if (keep > 0) {
            keep(record, people.died(death, diagnosis));
        }
    }

    private synchronized void count(LocalDate today, Diagnosis diagnosis) {
        if (!today.equals(day)) {
            day = today;
            ofDay.clear();
        }
        sinceStart.merge(diagnosis.reason().label(), 1L, Long::sum);
        ofDay.merge(diagnosis.reason().label(), 1L, Long::sum);
        total += diagnosis.abnormal() ? 1 : 0;
    }

    private synchronized void keep(String json, String text) {
        KeptExits.Kept kept = new KeptExits.Kept(total, json, text);
        newestFirst.addFirst(kept);
        bytes += kept.bytes();
        while (newestFirst.size() > keep || (bytes > MOST_BYTES && newestFirst.size() > 1)) {
            bytes -= newestFirst.removeLast().bytes();
        }
    }

    /** The last ends, at this moment. Any thread may ask. */
    public synchronized KeptExits kept() {
        List<KeptExits.Kept> all = new ArrayList<>(newestFirst);
        LocalDate today = LocalDate.ofInstant(clocks.now(), zone);
        return new KeptExits(total, all, sinceStart, today, today.equals(day) ? ofDay : Map.of());
    }
}
