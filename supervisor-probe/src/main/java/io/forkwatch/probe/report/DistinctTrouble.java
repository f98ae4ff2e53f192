package io.forkwatch.probe.report;

import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.process.Trouble;
import io.forkwatch.probe.report.record.Records;
import io.forkwatch.probe.report.record.Style;
import io.forkwatch.probe.report.sink.LogSink;
import io.forkwatch.probe.report.words.FaultRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Writes a fault the first time and then each time its number is a power of two, so that a failing tick is one line. */
final class DistinctTrouble implements Trouble {
    private static final int MAX_DISTINCT = 64;
    private static final int MAX_MESSAGE = 200;
    private static final Key OTHERS = new Key("", "", "");

    private final LogSink sink;
    private final Records records;
    private final Tally tally;
    private final Map<Key, Long> counts = new HashMap<>();
    private final AtomicLong uncounted = new AtomicLong();

    /**
     * A sink of faults.
     *
     * @param sink gets the lines
     * @param style of the lines
     * @param clocks for the time in JSON
     * @param tally counts every fault under its {@code what}
     */
    public DistinctTrouble(LogSink sink, Style style, Clocks clocks, Tally tally) {
        this.sink = sink;
        this.records = Records.in(style, clocks);
        this.tally = tally;
    }

    @Override
    public void report(String what, Throwable fault) {
        try {
            tally.add(what);
            String message = firstLine(fault.getMessage());
            long seen = count(new Key(what, fault.getClass().getName(), message));
            if (Long.bitCount(seen) == 1) {
                sink.write(records.trouble(new FaultRecord(what, describe(fault, message), place(fault), seen)));
            }
        } catch (Throwable untold) {
            // Nobody is left to tell: this is where faults end. It counts.
            uncounted.incrementAndGet();
        }
        countUntold();
    }

    // To count a first one needs memory: later, where there is none.
    private void countUntold() {
        long lost = uncounted.getAndSet(0);
        try {
            if (lost > 0) {
                tally.add("trouble", lost);
            }
        } catch (Throwable noMemory) {
            uncounted.addAndGet(lost);
        }
    }

    private synchronized long count(Key key) {
        Key counted = counts.containsKey(key) || counts.size() < MAX_DISTINCT ? key : OTHERS;
        return counts.merge(counted, 1L, Long::sum);
    }

    private static String firstLine(@Nullable String message) {
        String text = message == null ? "" : message.lines().findFirst().orElse("");
        return text.length() <= MAX_MESSAGE ? text : text.substring(0, MAX_MESSAGE) + "...";
    }

    private static String describe(Throwable fault, String message) {
        String type = fault.getClass().getName();
        return message.isEmpty() ? type : type + ": " + message;
    }

    private static String place(Throwable fault) {
        StackTraceElement[] frames = fault.getStackTrace();
        return frames.length == 0 ? "" : frames[0].toString();
    }

    private record Key(String what, String type, String message) {}
}
