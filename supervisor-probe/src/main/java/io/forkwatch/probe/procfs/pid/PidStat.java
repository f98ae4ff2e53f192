package io.forkwatch.probe.procfs.pid;

import io.forkwatch.probe.procfs.text.ByteSpan;
import io.forkwatch.probe.procfs.text.MalformedProcTextException;
import io.forkwatch.probe.procfs.text.Numbers;
import java.nio.charset.StandardCharsets;

/**
 * What one reading of {@code /proc/<pid>/stat}, proc_pid_stat(5), gave. One object is filled again and again and allocates nothing;
 * copy what must last. Not thread-safe.
 *
 * <pre>
 * 6903 (java) S 6878 6878 2483 0 -1 4194304 10176 0 0 0 9 1 0 0 20 0 20 0 137383 2703065088 14928 ... 140721660592106 0
 * </pre>
 *
 * <p>{@code comm} is whatever the process chose and may hold spaces, parentheses and newlines, so the <em>last</em>
 * parenthesis ends it. Numbers too large for a {@code long} become {@link Long#MAX_VALUE}, negative ones become 0.
 */
public final class PidStat {
    private static final String FILE = "stat";
    private static final int STATE = 3;
    private static final int PPID = 4;
    private static final int FLAGS = 9;
    private static final int MINFLT = 10;
    private static final int UTIME = 14;
    private static final int STIME = 15;
    private static final int CUTIME = 16;
    private static final int CSTIME = 17;
    private static final int NUM_THREADS = 20;
    private static final int STARTTIME = 22;
    private static final int VSIZE = 23;
    private static final int RSS = 24;
    private static final int EXIT_CODE = 52;
    private static final int LAST_REQUIRED_FIELD = RSS;
    private static final int LAST_FIELD = EXIT_CODE;

    /** PF_EXITING of include/linux/sched.h. */
    private static final long EXITING = 0x4;

    /** A bit for each number that is kept; some of the others do not even fit a long. */
    private static final long NEEDED = 1L << PPID
            | 1L << FLAGS
            | 1L << MINFLT
            | 1L << UTIME
            | 1L << STIME
            | 1L << CUTIME
            | 1L << CSTIME
            | 1L << NUM_THREADS
            | 1L << STARTTIME
            | 1L << VSIZE
            | 1L << RSS
            | 1L << EXIT_CODE;

    /** Kernel worker threads show up to 63 bytes, all others up to 15. */
    private byte[] comm = new byte[64];

    private int commLength;
    private char state;
    private long pid;

    /** By field number. One place parses all: the JIT compiler would copy a parser into each of twelve. */
    private final long[] numbers = new long[LAST_FIELD + 1];

    /** An empty view: all numbers are 0 until {@link #parse}. */
    public PidStat() {}

    /**
     * Fills this view. A last field without a blank or newline behind it was cut and does not count.
     *
     * @param text the whole file; fields 1 to 24 are required
     * @throws MalformedProcTextException if it is not that; this view is then not to be used
     */
    public void parse(ByteSpan text) throws MalformedProcTextException {
        byte[] bytes = text.array();
        int open = text.indexOf('(', 0);
        int close = text.lastIndexOf(')');
        if (open < 1 || close < open || bytes[open - 1] != ' ') {
            throw new MalformedProcTextException(FILE, "no comm in parentheses");
        }
        pid = Numbers.decimal(FILE, bytes, 0, open - 1);
        if (pid < 1) {
            throw new MalformedProcTextException(FILE, "pid below 1");
        }
        keepComm(bytes, open + 1, close - open - 1);
        if (!text.startsWith(" ", close + 1)) {
            throw new MalformedProcTextException(FILE, "cut off after comm");
        }
        parseFields(bytes, close + 2, text.length());
    }

    private void keepComm(byte[] bytes, int from, int count) {
        if (count > comm.length) {
            comm = new byte[count];
        }
        System.arraycopy(bytes, from, comm, 0, count);
        commLength = count;
    }

    private void parseFields(byte[] bytes, int start, int length) throws MalformedProcTextException {
        numbers[EXIT_CODE] = 0;
        int field = STATE;
        int from = start;
        for (int at = start; at < length && field <= LAST_FIELD; at++) {
            if (bytes[at] == ' ' || bytes[at] == '\n') {
                take(field, bytes, from, at);
                field++;
                from = at + 1;
            }
        }
        if (field <= LAST_REQUIRED_FIELD) {
            throw new MalformedProcTextException(FILE, "cut off at field " + field);
        }
    }

    private void take(int field, byte[] bytes, int from, int to) throws MalformedProcTextException {
        if (field == STATE) {
            state = letter(bytes, from, to);
        } else if ((NEEDED >>> field & 1) != 0) {
            numbers[field] = Numbers.natural(FILE, bytes, from, to);
        }
    }

    private static char letter(byte[] bytes, int from, int to) throws MalformedProcTextException {
        if (to - from != 1 || !isLetter(bytes[from])) {
            throw new MalformedProcTextException(FILE, "state is not one letter");
        }
        return (char) bytes[from];
    }

    private static boolean isLetter(byte b) {
        return (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z');
    }

    /** Field 1, process id in the pid namespace of the mount, 1 and up. */
    public long pid() {
        return pid;
    }

    /** Field 2, name of the executable or thread without its parentheses, at most 15 bytes; a new string at each call. */
    public String comm() {
        return new String(comm, 0, commLength, StandardCharsets.UTF_8);
    }

    /** True if {@link #comm()} is this ASCII text; makes no string. */
    public boolean commEquals(String ascii) {
        if (ascii.length() != commLength) {
            return false;
        }
        for (int i = 0; i < commLength; i++) {
            if (comm[i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Field 3, one letter: R running, S sleeping, D disk, T stopped, t traced, Z zombie, X dead, I idle, ... */
    public char state() {
        return state;
    }

    /**
     * True if it has ended, and nobody has waited for it. One whose main thread alone has ended shows the same letter, and
     * more threads than one.
     */
    public boolean isZombie() {
        return state == 'Z' && threads() <= 1;
    }

    /** True if its main thread has ended while others run: it lives, but most of its files are empty. */
    public boolean hasLostMainThread() {
        return state == 'Z' && threads() > 1;
    }

    /** False if it has no memory, or none any more: by its address space, for the resident part may be wrong by all of it. */
    public boolean hasMemory() {
        return numbers[VSIZE] > 0 && (flags() & EXITING) == 0 && state != 'Z' && state != 'X';
    }

    /** Field 4, process id of the parent; 0 if it has none or is out of sight in another pid namespace. */
    public long ppid() {
        return numbers[PPID];
    }

    /** Field 9, the PF_* bits of include/linux/sched.h, for example 0x400 = ended by a signal. */
    public long flags() {
        return numbers[FLAGS];
    }

    /** Field 10, page faults that needed no disk. */
    public long minflt() {
        return numbers[MINFLT];
    }

    /** Field 14, CPU time in user mode, in clock ticks. */
    public long utimeTicks() {
        return numbers[UTIME];
    }

    /** Field 15, CPU time in the kernel, in clock ticks. */
    public long stimeTicks() {
        return numbers[STIME];
    }

    /** Field 16, user time of children that were waited for, in clock ticks. */
    public long cutimeTicks() {
        return numbers[CUTIME];
    }

    /** Field 17, kernel time of children that were waited for, in clock ticks. */
    public long cstimeTicks() {
        return numbers[CSTIME];
    }

    /** Field 20, threads. */
    public long threads() {
        return numbers[NUM_THREADS];
    }

    /** Field 22, clock ticks from boot to start. With the pid it names the process. */
    public long starttimeTicks() {
        return numbers[STARTTIME];
    }

    /** Field 23, address space in bytes; 0 for a zombie, whose memory is gone. */
    public long vsizeBytes() {
        return numbers[VSIZE];
    }

    /** Field 24, resident memory in pages; too low by up to what {@link io.forkwatch.probe.procfs.RssAccuracy} says, and 0 for a zombie. */
    public long rssPages() {
        return numbers[RSS];
    }

    /**
     * Field 52, the status as wait(2) encodes it once the process is a zombie. 0 as well if the kernel does not write
     * the field (before 3.5) or hides it (another user's process, see ptrace(2) on PTRACE_MODE_READ_FSCREDS).
     */
    public int exitCode() {
        return (int) Math.min(Integer.MAX_VALUE, numbers[EXIT_CODE]);
    }
}
