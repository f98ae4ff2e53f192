package io.forkwatch.probe.procfs.pid;

import io.forkwatch.probe.procfs.text.ByteSpan;
import io.forkwatch.probe.procfs.text.Keyed;
import io.forkwatch.probe.procfs.text.MalformedProcTextException;
import io.forkwatch.probe.procfs.text.Numbers;
import java.util.OptionalLong;

/**
 * {@code /proc/<pid>/smaps_rollup}, kernel file ABI/testing/procfs-smaps_rollup, since Linux 4.14: the lines that are used.
 *
 * <pre>
 * 5629f1b0a000-7ffd3a5fe000 ---p 00000000 00:00 0                          [rollup]
 * Rss:              331776 kB
 * Pss:              214305 kB
 * Pss_Anon:         198120 kB
 * </pre>
 *
 * @param rssBytes resident memory, 0 and up; exact, for the pages are counted
 * @param pssBytes proportional set size, 0 and up: each shared page counts as its share of the processes that have it
 */
public record SmapsRollup(long rssBytes, long pssBytes) {
    private static final String FILE = "smaps_rollup";
    private static final long BYTES_PER_KB = 1024;

    /**
     * Parses the file's text.
     *
     * @throws MalformedProcTextException if it has no whole lines {@code Rss:} and {@code Pss:} with a number
     */
    public static SmapsRollup parse(ByteSpan text) throws MalformedProcTextException {
        return new SmapsRollup(bytes(text, "Rss:"), bytes(text, "Pss:"));
    }

    private static long bytes(ByteSpan text, String label) throws MalformedProcTextException {
        OptionalLong kilobytes = Keyed.value(FILE, text, label);
        if (kilobytes.isEmpty()) {
            throw new MalformedProcTextException(FILE, "no " + label);
        }
        return Numbers.times(kilobytes.getAsLong(), BYTES_PER_KB);
    }
}
