package io.forkwatch.probe.procfs;

import io.forkwatch.probe.procfs.text.ByteSpan;
import io.forkwatch.probe.procfs.text.Numbers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * {@code /proc/<pid>/auxv}, proc_pid_auxv(5): two constants of the machine, from what the kernel told the process at its
 * start. Entries are pairs of 64-bit numbers, type and value; type 0 ends them. See getauxval(3).
 *
 * <pre>
 * 0600 0000 0000 0000 0010 0000 0000 0000   AT_PAGESZ 4096
 * 1100 0000 0000 0000 6400 0000 0000 0000   AT_CLKTCK 100
 * </pre>
 *
 * @param clockTicksPerSecond the unit of times in {@code stat}, 1 and up
 * @param pageSizeBytes the unit of {@code rss} and {@code statm}, 1 and up
 * @param assumed true if the kernel did not say at least one of both, and the usual value stands in
 */
public record Auxv(long clockTicksPerSecond, long pageSizeBytes, boolean assumed) {
    private static final long AT_NULL = 0;
    private static final long AT_PAGESZ = 6;
    private static final long AT_CLKTCK = 17;

    private static final int ENTRY_BYTES = 16;
    private static final long USUAL_TICKS = 100;
    private static final long USUAL_PAGE = 4096;
    private static final long MAX_TICKS = 1_000_000;
    private static final long MAX_PAGE = 1 << 20;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    /** What nearly every Linux machine has, for where the file cannot be read. */
    static final Auxv USUAL = new Auxv(USUAL_TICKS, USUAL_PAGE, true);

    public Auxv {
        if (clockTicksPerSecond < 1 || pageSizeBytes < 1) {
            throw new IllegalArgumentException(clockTicksPerSecond + " ticks, page of " + pageSizeBytes);
        }
    }

    /** Finds both values; a missing or absurd one becomes 100 ticks or 4,096 bytes. Never fails. */
    public static Auxv parse(ByteSpan text, ByteOrder order) {
        ByteBuffer entries = ByteBuffer.wrap(text.array(), 0, text.length()).order(order);
        long ticks = 0;
        long page = 0;
        while (entries.remaining() >= ENTRY_BYTES) {
            long type = entries.getLong();
            long value = entries.getLong();
            if (type == AT_NULL) {
                break;
            } else if (type == AT_CLKTCK) {
                ticks = value;
            } else if (type == AT_PAGESZ) {
                page = value;
            }
        }
        return checked(ticks, page);
    }

    private static Auxv checked(long ticks, long page) {
        boolean ticksFit = ticks >= 1 && ticks <= MAX_TICKS;
        boolean pageFits = page >= USUAL_PAGE && page <= MAX_PAGE && Long.bitCount(page) == 1;
        return new Auxv(ticksFit ? ticks : USUAL_TICKS, pageFits ? page : USUAL_PAGE, !(ticksFit && pageFits));
    }

    /** Clock ticks, 0 and up, as nanoseconds; at most {@link Long#MAX_VALUE}. */
    public long ticksToNanos(long ticks) {
        long wholeSeconds = Numbers.times(ticks / clockTicksPerSecond, NANOS_PER_SECOND);
        long rest = ticks % clockTicksPerSecond * NANOS_PER_SECOND / clockTicksPerSecond;
        return Numbers.plus(wholeSeconds, rest);
    }

    /** Pages, 0 and up, as bytes; at most {@link Long#MAX_VALUE}. */
    public long pagesToBytes(long pages) {
        return Numbers.times(pages, pageSizeBytes);
    }
}
