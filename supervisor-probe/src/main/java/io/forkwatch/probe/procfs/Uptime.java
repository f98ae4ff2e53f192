package io.forkwatch.probe.procfs;

import io.forkwatch.probe.procfs.text.ByteSpan;
import io.forkwatch.probe.procfs.text.MalformedProcTextException;
import io.forkwatch.probe.procfs.text.Numbers;

/**
 * {@code /proc/uptime}, proc_uptime(5): time since boot, suspended time included, on the clock that {@code starttime}
 * uses.
 *
 * <pre>
 * 1376.89 2650.07
 * </pre>
 *
 * @param upNanos time since boot in nanoseconds, 0 and up; the kernel gives hundredths of a second
 */
public record Uptime(long upNanos) {
    private static final String FILE = "uptime";
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    /**
     * Parses the first number, exactly: no floating point on the way. Saturates at {@link Long#MAX_VALUE}.
     *
     * @throws MalformedProcTextException if the text does not begin with a whole decimal number from 0 up
     */
    public static Uptime parse(ByteSpan text) throws MalformedProcTextException {
        int end = text.endOfWord(0);
        int point = text.indexOf('.', 0);
        if (end == text.length() || point < 0 || point > end) {
            throw new MalformedProcTextException(FILE, "no decimal number");
        }
        long seconds = Numbers.decimal(FILE, text.array(), 0, point);
        if (text.array()[0] == '-') {
            throw new MalformedProcTextException(FILE, "below 0");
        }
        long fraction = fractionNanos(text.array(), point + 1, end);
        return new Uptime(Numbers.plus(Numbers.times(seconds, NANOS_PER_SECOND), fraction));
    }

    private static long fractionNanos(byte[] text, int from, int to) throws MalformedProcTextException {
        long nanos = 0;
        long unit = NANOS_PER_SECOND;
        for (int at = from; at < to; at++) {
            unit /= 10;
            nanos += unit * Numbers.digit(FILE, text, at);
        }
        return nanos;
    }
}
