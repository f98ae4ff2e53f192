package io.forkwatch.probe.procfs.pid;

import io.forkwatch.probe.procfs.text.ByteSpan;
import io.forkwatch.probe.procfs.text.MalformedProcTextException;
import io.forkwatch.probe.procfs.text.Numbers;

/**
 * {@code /proc/<pid>/statm}, proc_pid_statm(5): memory in pages. All 0 for a zombie and for a kernel thread.
 *
 * <pre>
 * 659928 14956 5279 1 0 37431 0
 * </pre>
 *
 * @param sizePages field 1, size of the address space
 * @param residentPages field 2, resident memory; exact where {@code stat} is not
 * @param sharedPages field 3, resident pages that are backed by a file or shared
 */
public record PidStatm(long sizePages, long residentPages, long sharedPages) {
    private static final String FILE = "statm";

    /**
     * Parses the file's text. Numbers saturate between 0 and {@link Long#MAX_VALUE}.
     *
     * @throws MalformedProcTextException if it does not begin with three whole numbers
     */
    public static PidStatm parse(ByteSpan text) throws MalformedProcTextException {
        int sizeEnd = text.endOfWord(0);
        int residentEnd = text.endOfWord(sizeEnd + 1);
        int sharedEnd = text.endOfWord(residentEnd + 1);
        if (sharedEnd >= text.length()) {
            throw new MalformedProcTextException(FILE, "cut off in field 1 to 3");
        }
        byte[] bytes = text.array();
        return new PidStatm(
                Numbers.natural(FILE, bytes, 0, sizeEnd),
                Numbers.natural(FILE, bytes, sizeEnd + 1, residentEnd),
                Numbers.natural(FILE, bytes, residentEnd + 1, sharedEnd));
    }
}
