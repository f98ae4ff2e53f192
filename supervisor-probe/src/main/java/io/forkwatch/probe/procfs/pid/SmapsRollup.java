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
 * Pss_Shmem:             0 kB
 * </pre>
 *
 * @param rssBytes resident memory, 0 and up; exact, for the pages are counted
 * @param pssBytes proportional set size, 0 and up: each shared page counts as its share of the processes that have it
 * @param pssShmemBytes the part of {@code pssBytes} that is shared memory or in files of a tmpfs; since Linux 5.4
 */
public record SmapsRollup(long rssBytes, long pssBytes, OptionalLong pssShmemBytes) {
    private static final String FILE = "smaps_rollup";
    private static final long BYTES_PER_KB = 1024;

    /**
     * Parses the file's text.
     *
     * @throws MalformedProcTextException if it has no whole lines {@code Rss:} and {@code Pss:} with a number
     */
    public static SmapsRollup parse(ByteSpan text) throws MalformedProcTextException {
        return new SmapsRollup(
                required(text, "Rss:"), required(text, "Pss:"), bytes(Keyed.value(FILE, text, "Pss_Shmem:")));
    }

    private static long required(ByteSpan text, String label) throws MalformedProcTextException {
        OptionalLong bytes = bytes(Keyed.value(FILE, text, label));
        if (bytes.isEmpty()) {
            throw new MalformedProcTextException(FILE, "no " + label);
        }
        return bytes.getAsLong();
    }

    private static OptionalLong bytes(OptionalLong kilobytes) {
        return kilobytes.isPresent() ? OptionalLong.of(Numbers.times(kilobytes.getAsLong(), BYTES_PER_KB)) : kilobytes;
    }
}
