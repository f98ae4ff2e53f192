package io.forkwatch.probe.procfs.pid;

import io.forkwatch.probe.procfs.text.ByteSpan;
import io.forkwatch.probe.procfs.text.MalformedProcTextException;
import io.forkwatch.probe.procfs.text.Numbers;
import java.util.OptionalLong;

/**
 * {@code /proc/<pid>/limits}, proc_pid_limits(5): the lines that are used. Unlimited is absent.
 *
 * <pre>
 * Limit                     Soft Limit           Hard Limit           Units
 * Max cpu time              60                   unlimited            seconds
 * </pre>
 *
 * @param cpuSoftSeconds CPU time at which it gets SIGXCPU
 * @param cpuHardSeconds CPU time at which it gets SIGKILL
 * @param addressSpaceSoftBytes address space beyond which it gets no more memory
 */
public record PidLimits(OptionalLong cpuSoftSeconds, OptionalLong cpuHardSeconds, OptionalLong addressSpaceSoftBytes) {
    private static final String FILE = "limits";
    private static final String UNLIMITED = "unlimited";

    /**
     * Parses the file's text. A last line without its newline was cut and does not count.
     *
     * @throws MalformedProcTextException if a limit that is used is no number
     */
    public static PidLimits parse(ByteSpan text) throws MalformedProcTextException {
        int cpu = values(text, "Max cpu time ");
        int addressSpace = values(text, "Max address space ");
        return new PidLimits(limit(text, cpu), limit(text, hard(text, cpu)), limit(text, addressSpace));
    }

    /** The limit on open files, of which more is not needed. */
    public static OptionalLong openFilesSoft(ByteSpan text) throws MalformedProcTextException {
        return limit(text, values(text, "Max open files "));
    }

    // Where the soft limit begins; the end of the text if there is no such line.
    private static int values(ByteSpan text, String label) {
        int line = 0;
        for (int newline = text.indexOf('\n', 0); newline >= 0; newline = text.indexOf('\n', line)) {
            if (text.startsWith(label, line)) {
                return text.skipBlanks(line + label.length());
            }
            line = newline + 1;
        }
        return text.length();
    }

    private static int hard(ByteSpan text, int soft) {
        return text.skipBlanks(text.endOfWord(soft));
    }

    private static OptionalLong limit(ByteSpan text, int from) throws MalformedProcTextException {
        return from == text.length() || text.startsWith(UNLIMITED, from)
                ? OptionalLong.empty()
                : OptionalLong.of(Numbers.natural(FILE, text.array(), from, text.endOfWord(from)));
    }
}
