package io.forkwatch.probe.evidence.kernel;

import io.forkwatch.probe.procfs.text.Numbers;
import java.util.Optional;

/**
 * One record of the kernel's log, kernel file ABI/testing/dev-kmsg:
 *
 * <pre>
 * 3,1527,1043221146,-;Memory cgroup out of memory: Killed process 19221 (race) total-vm:109044kB
 *  SUBSYSTEM=acpi
 * </pre>
 *
 * <p>Continuation lines begin with a blank, and are left out here.
 *
 * @param facility 0 for the kernel itself; what a process writes into the log has another one
 * @param seq number of the record
 * @param usec microseconds since boot, by a clock of the log's own
 * @param text the line
 */
record KmsgRecord(int facility, long seq, long usec, String text) {
    private static final int SEVERITIES = 8;

    /** Parses what one read gave; empty if it does not read as documented. */
    static Optional<KmsgRecord> parse(String record) {
        int semicolon = record.indexOf(';');
        if (semicolon < 0) {
            return Optional.empty();
        }
        // More fields may be added before the semicolon.
        String[] fields = record.substring(0, semicolon).split(",", -1);
        if (fields.length < 3) {
            return Optional.empty();
        }
        long prefix = Numbers.whole(fields[0]);
        long seq = Numbers.whole(fields[1]);
        long usec = Numbers.whole(fields[2]);
        boolean sound = prefix >= 0 && prefix <= Integer.MAX_VALUE && seq >= 0 && usec >= 0;
        return sound
                ? Optional.of(new KmsgRecord((int) prefix / SEVERITIES, seq, usec, text(record, semicolon + 1)))
                : Optional.empty();
    }

    /**
     * Microseconds since boot of a record that is not parsed: a log of thousands is skipped without garbage.
     *
     * @param record its bytes, and maybe more
     * @param length how many are the record's
     * @return -1 if there is no such number
     */
    static long usec(byte[] record, int length) {
        return Numbers.leading(record, behindComma(record, length, behindComma(record, length, 0)), length);
    }

    private static int behindComma(byte[] record, int length, int from) {
        int at = from;
        while (at < length && record[at] != ',' && record[at] != ';') {
            at++;
        }
        return at < length && record[at] == ',' ? at + 1 : length;
    }

    private static String text(String record, int from) {
        int newline = record.indexOf('\n', from);
        return newline < 0 ? record.substring(from) : record.substring(from, newline);
    }
}
