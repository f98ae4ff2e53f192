package io.forkwatch.probe.procfs;

import io.forkwatch.probe.procfs.text.ByteSpan;
import java.util.Optional;

/**
 * {@code /proc/sys/kernel/osrelease}, proc_sys_kernel(5): which kernel this is.
 *
 * <pre>
 * 6.12.117+deb13-cloud-amd64
 * </pre>
 *
 * @param major 0 and up
 * @param minor 0 and up
 * @param patch of the stable series; 0 if it has none
 */
record KernelVersion(int major, int minor, int patch) {
    private static final int MOST_DIGITS = 4;

    /** The version that a text begins with; empty if it begins with none. Without a Pattern: that is much to load at a start. */
    static Optional<KernelVersion> parse(ByteSpan text) {
        int[] numbers = new int[3];
        int at = 0;
        int count = 0;
        while (count < numbers.length && (count == 0 || isAt(text, at++, '.'))) {
            int end = endOfDigits(text, at);
            if (end == at) {
                break;
            }
            numbers[count++] = number(text, at, end);
            at = end;
        }
        return count >= 2 ? Optional.of(new KernelVersion(numbers[0], numbers[1], numbers[2])) : Optional.empty();
    }

    private static boolean isAt(ByteSpan text, int at, char wanted) {
        return at < text.length() && text.array()[at] == wanted;
    }

    private static int endOfDigits(ByteSpan text, int from) {
        int at = from;
        while (at < text.length() && at - from < MOST_DIGITS && text.array()[at] >= '0' && text.array()[at] <= '9') {
            at++;
        }
        return at;
    }

    private static int number(ByteSpan text, int from, int to) {
        int number = 0;
        for (int at = from; at < to; at++) {
            number = 10 * number + text.array()[at] - '0';
        }
        return number;
    }

    /** True of that version and of all later ones. */
    boolean isAtLeast(int otherMajor, int otherMinor) {
        return major > otherMajor || (major == otherMajor && minor >= otherMinor);
    }
}
