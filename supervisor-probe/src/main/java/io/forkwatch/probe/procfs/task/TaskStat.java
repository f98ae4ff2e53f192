package io.forkwatch.probe.procfs.task;

import io.forkwatch.probe.procfs.text.ByteSpan;
import io.forkwatch.probe.procfs.text.MalformedProcTextException;
import io.forkwatch.probe.procfs.text.Numbers;
import java.nio.charset.StandardCharsets;

/**
 * What proc_pid_stat(5) of a process, or of one of its threads, says about its wait.
 *
 * @param comm its name, at most 15 bytes; text of others
 * @param state one letter: S sleeping, D disk, T stopped, t traced, ...
 * @param ppid the parent's pid
 * @param pgrp its process group
 * @param ttyNr its controlling terminal, 0 if it has none
 * @param tpgid the process group in the foreground there, -1 if it has none
 * @param starttimeTicks clock ticks from boot to its start
 */
public record TaskStat(String comm, char state, long ppid, long pgrp, long ttyNr, long tpgid, long starttimeTicks) {
    private static final String FILE = "stat";
    private static final int PPID = 4;
    private static final int PGRP = 5;
    private static final int TTY_NR = 7;
    private static final int TPGID = 8;
    private static final int STARTTIME = 22;

    /**
     * Parses the file's text, of which 22 fields are required.
     *
     * @throws MalformedProcTextException if it is not that
     */
    public static TaskStat parse(ByteSpan text) throws MalformedProcTextException {
        int open = text.indexOf('(', 0);
        int close = text.lastIndexOf(')');
        if (open < 0 || close < open || close + 3 >= text.length()) {
            throw new MalformedProcTextException(FILE, "no comm in parentheses");
        }
        long[] numbers = new long[STARTTIME + 1];
        int from = close + 4;
        for (int field = PPID; field <= STARTTIME; field++) {
            int end = text.endOfWord(from);
            numbers[field] = Numbers.decimal(FILE, text.array(), from, end);
            from = end + 1;
        }
        String comm = new String(text.array(), open + 1, close - open - 1, StandardCharsets.UTF_8);
        return new TaskStat(
                comm,
                (char) (text.array()[close + 2] & 0xff),
                numbers[PPID],
                numbers[PGRP],
                numbers[TTY_NR],
                numbers[TPGID],
                Math.max(0, numbers[STARTTIME]));
    }

    /** True if its terminal belongs to another process group: if it then reads from it, a signal stops it. */
    public boolean isInBackground() {
        return ttyNr != 0 && tpgid > 0 && tpgid != pgrp;
    }
}
