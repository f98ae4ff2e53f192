package io.forkwatch.probe.procfs.pid;

import io.forkwatch.probe.procfs.text.ByteSpan;
import io.forkwatch.probe.procfs.text.MalformedProcTextException;
import io.forkwatch.probe.procfs.text.Numbers;
import java.util.ArrayList;
import java.util.Arrays;
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
 * RssShmem:	       0 kB
 * VmSwap:	       0 kB
 * HugetlbPages:	       0 kB
 * CoreDumping:	0
 * Threads:	20
 * SigCgt:	0000000101005ccd
 * </pre>
 *
 * @param vmPeakBytes peak of the address space
 * @param vmHwmBytes peak resident memory
 * @param rssShmemBytes the part of resident memory that is shared memory or in files of a tmpfs
 * @param vmSwapBytes swapped-out memory, shared memory not counted
 * @param hugetlbBytes memory in huge pages of hugetlbfs, which no figure of resident memory has
 * @param coreDumping true while the kernel writes its core dump; false as well where the kernel does not say (before 4.15)
 * @param threads threads
 * @param uid real user id
 * @param nspid the pid in each pid namespace, outermost first; empty if the kernel does not say (before 4.1)
 * @param sigCgt signals that the process catches: bit n-1 is signal n
 */
public record PidStatus(
        OptionalLong vmPeakBytes,
        OptionalLong vmHwmBytes,
        OptionalLong rssShmemBytes,
        OptionalLong vmSwapBytes,
        OptionalLong hugetlbBytes,
        boolean coreDumping,
        OptionalLong threads,
        OptionalLong uid,
        List<Long> nspid,
        OptionalLong sigCgt) {
    private static final String FILE = "status";
    private static final long BYTES_PER_KB = 1024;

    /** The lines that are used: first those in kB, then plain numbers, then a mask. */
    private static final String[] LABELS = {
        "VmPeak:",
        "VmHWM:",
        "RssShmem:",
        "VmSwap:",
        "HugetlbPages:",
        "Threads:",
        "Uid:",
        "NSpid:",
        "SigCgt:",
        "CoreDumping:"
    };

    private static final int VM_PEAK = 0;
    private static final int VM_HWM = 1;
    private static final int RSS_SHMEM = 2;
    private static final int VM_SWAP = 3;
    private static final int HUGETLB = 4;
    private static final int THREADS = 5;
    private static final int UID = 6;
    private static final int NSPID = 7;
    private static final int SIG_CGT = 8;
    private static final int CORE_DUMPING = 9;

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
        OptionalLong[] values = new OptionalLong[LABELS.length];
        Arrays.fill(values, OptionalLong.empty());
        List<Long> nspid = List.of();
        int line = 0;
        for (int end = text.indexOf('\n', line); end >= 0; end = text.indexOf('\n', line)) {
            int label = label(text, line);
            if (label >= 0 && values[label].isEmpty()) {
                int from = text.skipBlanks(line + LABELS[label].length());
                values[label] = OptionalLong.of(value(label, text, from));
                nspid = label == NSPID ? numbers(text, from) : nspid;
            }
            line = end + 1;
        }
        return new PidStatus(
                values[VM_PEAK],
                values[VM_HWM],
                values[RSS_SHMEM],
                values[VM_SWAP],
                values[HUGETLB],
                values[CORE_DUMPING].orElse(0) == 1,
                values[THREADS],
                values[UID],
                nspid,
                values[SIG_CGT]);
    }

    private static int label(ByteSpan text, int line) {
        for (int label = 0; label < LABELS.length; label++) {
            if (text.startsWith(LABELS[label], line)) {
                return label;
            }
        }
        return -1;
    }

    // All numbers at one place: the JIT compiler copies a parser into every other place that calls it.
    private static long value(int label, ByteSpan text, int from) throws MalformedProcTextException {
        int end = text.endOfWord(from);
        if (label == SIG_CGT) {
            return Numbers.mask(FILE, text.array(), from, end);
        }
        long number = Numbers.natural(FILE, text.array(), from, end);
        return label <= HUGETLB ? Numbers.times(number, BYTES_PER_KB) : number;
    }

    private static List<Long> numbers(ByteSpan text, int start) throws MalformedProcTextException {
        List<Long> numbers = new ArrayList<>();
        for (int from = start; text.array()[from] != '\n'; ) {
            int end = text.endOfWord(from);
            numbers.add(Numbers.natural(FILE, text.array(), from, end));
            from = text.skipBlanks(end);
        }
        return numbers;
    }
}
