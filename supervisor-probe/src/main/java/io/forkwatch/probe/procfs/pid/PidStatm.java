package io.forkwatch.probe.procfs.pid;

import io.forkwatch.probe.procfs.text.ByteSpan;
import io.forkwatch.probe.procfs.text.MalformedProcTextException;
import io.forkwatch.probe.procfs.text.Numbers;

/**
 * {@code /proc/<pid>/statm}, proc_pid_statm(5): memory in pages, all 0 for a zombie.
 *
 * <pre>
 * 660417 14928 6210 1 0 171424 0
 * </pre>
 */
public final class PidStatm {
    private static final String FILE = "statm";

    private PidStatm() {}

    /**
     * Field 2, resident memory in pages.
     *
     * @throws MalformedProcTextException if the text does not read as documented
     */
    public static long residentPages(ByteSpan text) throws MalformedProcTextException {
        int from = text.endOfWord(0) + 1;
        int to = text.endOfWord(from);
        if (to >= text.length()) {
            throw new MalformedProcTextException(FILE, "cut off in field 1 to 2");
        }
        return Numbers.natural(FILE, text.array(), from, to);
    }
}
