package io.forkwatch.probe.procfs;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * {@code /proc/<pid>/status}, proc_pid_status(5): the lines that are used. A line that the kernel does not write is
 * absent here; a zombie and a kernel thread have no Vm lines.
 *
 * <pre>
 * Name:	java
 * Uid:	0	0	0	0
 * NSpid:	6903	1
 * VmPeak:	 2706236 kB
 * VmHWM:	   59824 kB
 * VmRSS:	   59824 kB
 * VmSwap:	       0 kB
 * Threads:	20
 * ShdPnd:	0000000000000000
 * SigCgt:	0000000101005ccd
 * </pre>
 *
 * @param vmPeakBytes peak of the address space
 * @param vmHwmBytes peak resident memory
 * @param vmRssBytes resident memory
 * @param vmSwapBytes swapped-out memory, shared memory not counted
 * @param threads threads
 * @param uid real user id
 * @param nspid the pid in each pid namespace, outermost first; empty if the kernel does not say (before 4.1)
 * @param sigCgt signals that the process catches: bit n-1 is signal n
 * @param shdPnd signals pending for the process as a whole, likewise; a zombie keeps the one that killed it
 */
public record PidStatus(
        OptionalLong vmPeakBytes,
        OptionalLong vmHwmBytes,
        OptionalLong vmRssBytes,
        OptionalLong vmSwapBytes,
        OptionalLong threads,
        OptionalLong uid,
        List<Long> nspid,
        OptionalLong sigCgt,
        OptionalLong shdPnd) {
    private static final String FILE = "status";
    private static final int ABSENT = -1;
    private static final long BYTES_PER_KB = 1024;

    public PidStatus {
        nspid = List.copyOf(nspid);
    }

    /**
     * Parses the file's text. The kernel escapes newlines in {@code Name}, so a line is what it claims to be. A last
     * line without its newline was cut and does not count.
     *
     * @throws MalformedProcTextException if a line that is used holds no number
     */
    public static PidStatus parse(ByteSpan text) throws MalformedProcTextException {
        return new PidStatus(
                kilobytes(text, "VmPeak:"),
                kilobytes(text, "VmHWM:"),
                kilobytes(text, "VmRSS:"),
                kilobytes(text, "VmSwap:"),
                number(text, "Threads:"),
                number(text, "Uid:"),
                numbers(text, "NSpid:"),
                mask(text, "SigCgt:"),
                mask(text, "ShdPnd:"));
    }

    private static OptionalLong kilobytes(ByteSpan text, String label) throws MalformedProcTextException {
        OptionalLong value = number(text, label);
        return value.isEmpty() ? value : OptionalLong.of(Numbers.times(value.getAsLong(), BYTES_PER_KB));
    }

    private static OptionalLong number(ByteSpan text, String label) throws MalformedProcTextException {
        int from = value(text, label);
        return from == ABSENT
                ? OptionalLong.empty()
                : OptionalLong.of(Numbers.natural(FILE, text.array(), from, text.endOfWord(from)));
    }

    private static OptionalLong mask(ByteSpan text, String label) throws MalformedProcTextException {
        int from = value(text, label);
        return from == ABSENT
                ? OptionalLong.empty()
                : OptionalLong.of(Numbers.mask(FILE, text.array(), from, text.endOfWord(from)));
    }

    private static List<Long> numbers(ByteSpan text, String label) throws MalformedProcTextException {
        List<Long> numbers = new ArrayList<>();
        int from = value(text, label);
        while (from != ABSENT && text.array()[from] != '\n') {
            int end = text.endOfWord(from);
            numbers.add(Numbers.natural(FILE, text.array(), from, end));
            from = text.skipBlanks(end);
        }
        return numbers;
    }

    /** Where the first value of a whole line begins, or {@link #ABSENT}. */
    private static int value(ByteSpan text, String label) {
        int line = 0;
        int newline = text.indexOf('\n', line);
        while (newline >= 0) {
            if (text.startsWith(label, line)) {
                return text.skipBlanks(line + label.length());
            }
            line = newline + 1;
            newline = text.indexOf('\n', line);
        }
        return ABSENT;
    }
}
