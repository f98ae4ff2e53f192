package io.forkwatch.probe.procfs.pid;

import io.forkwatch.probe.procfs.text.ByteSpan;
import io.forkwatch.probe.procfs.text.MalformedProcTextException;
import io.forkwatch.probe.procfs.text.Numbers;

/**
 * Process group and session of a process, fields 5 and 6 of {@code /proc/<pid>/stat}, proc_pid_stat(5). Apart from
 * {@link PidStat}, which is read again and again: they matter only where somebody's parent is not known.
 *
 * @param pgrp process group, the pid of who leads it or led it; 0 if that is out of sight in another pid namespace
 * @param session likewise
 */
public record PidGroup(long pgrp, long session) {
    private static final String FILE = "stat";

    /**
     * Parses the whole file.
     *
     * @throws MalformedProcTextException if it is cut off before the session
     */
    public static PidGroup parse(ByteSpan text) throws MalformedProcTextException {
        int state = text.lastIndexOf(')') + 2;
        int ppid = next(text, state);
        int pgrp = next(text, ppid);
        int session = next(text, pgrp);
        return new PidGroup(number(text, pgrp, session), number(text, session, next(text, session)));
    }

    private static int next(ByteSpan text, int from) throws MalformedProcTextException {
        int blank = text.indexOf(' ', from);
        if (blank < 0) {
            throw new MalformedProcTextException(FILE, "cut off before the session");
        }
        return blank + 1;
    }

    private static long number(ByteSpan text, int from, int next) throws MalformedProcTextException {
        return Numbers.natural(FILE, text.array(), from, next - 1);
    }
}
