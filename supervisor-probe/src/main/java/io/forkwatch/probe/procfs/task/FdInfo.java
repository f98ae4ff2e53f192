package io.forkwatch.probe.procfs.task;

import io.forkwatch.probe.procfs.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * {@code /proc/<pid>/fdinfo/<fd>}, proc_pid_fdinfo(5): the lines that are used.
 *
 * <pre>
 * flags:	02000001
 * tfd:        1 events:       1c data:                1  pos:0 ino:3a1b sdev:e
 * lock:	1: FLOCK  ADVISORY  WRITE 4711 fe:00:131073 0 EOF
 * Pid:	4711
 * tty-index:	0
 * </pre>
 *
 * @param flags of open(2), in the last digit 0 reads, 1 writes, 2 both; absent where the line is missing
 * @param ttyIndex of a terminal's master: the slave is {@code /dev/pts/N}
 * @param pid of a pidfd: whose it is; -1 if that one has ended
 * @param watched by an epoll set
 * @param locks of the file that are held by this descriptor
 */
public record FdInfo(
        OptionalLong flags, OptionalLong ttyIndex, OptionalLong pid, List<Watched> watched, List<FileLock> locks) {
    /** Nothing known. */
    public static final FdInfo NONE =
            new FdInfo(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), List.of(), List.of());

    private static final int OCTAL = 8;
    private static final int HEX = 16;
    private static final int MOST_DIGITS = 15;
    private static final int ACCESS = 3;
    private static final long EPOLLOUT = 0x4;
    private static final long EPOLLET = 0x8000_0000L;

    public FdInfo {
        watched = List.copyOf(watched);
        locks = List.copyOf(locks);
    }

    /**
     * A descriptor in an epoll set.
     *
     * @param fd its number, 0 and up
     * @param events bits of epoll_ctl(2)
     */
    public record Watched(int fd, long events) {
        /** True if the set has something to tell while it can be written to, not only once it could again. */
        public boolean waitsToWrite() {
            return (events & EPOLLOUT) != 0 && (events & EPOLLET) == 0;
        }
    }

    /** Parses the file's text; lines that do not read as documented are passed over. */
    public static FdInfo parse(String text) {
        OptionalLong flags = OptionalLong.empty();
        OptionalLong tty = OptionalLong.empty();
        OptionalLong pid = OptionalLong.empty();
        List<Watched> watched = new ArrayList<>();
        List<FileLock> locks = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            int colon = line.indexOf(':');
            String value = line.substring(colon + 1).trim();
            switch (colon < 0 ? "" : line.substring(0, colon)) {
                case "flags" -> flags = number(value, OCTAL);
                case "tty-index" -> tty = number(value, 10);
                case "Pid" -> pid = value.equals("-1") ? OptionalLong.of(-1) : number(value, 10);
                case "tfd" -> watch(value, watched);
                case "lock" -> FileLock.parse(value).ifPresent(locks::add);
                default -> {}
            }
        }
        return new FdInfo(flags, tty, pid, watched, locks);
    }

    private static void watch(String line, List<Watched> watched) {
        int events = line.indexOf("events:");
        long fd = Numbers.leading(line, 0);
        if (events >= 0 && fd >= 0 && fd <= Integer.MAX_VALUE) {
            String[] words = line.substring(events + "events:".length()).trim().split(" ", 2);
            number(words[0], HEX).ifPresent(bits -> watched.add(new Watched((int) fd, bits)));
        }
    }

    private static OptionalLong number(String digits, int radix) {
        boolean known = !digits.isEmpty() && digits.length() <= MOST_DIGITS;
        for (int i = 0; known && i < digits.length(); i++) {
            known = Character.digit(digits.charAt(i), radix) >= 0;
        }
        return known ? OptionalLong.of(Long.parseLong(digits, radix)) : OptionalLong.empty();
    }

    /** True if it can be read from; so too where that is not known. */
    public boolean reads() {
        return flags.isEmpty() || (flags.getAsLong() & ACCESS) != 1;
    }

    /** True if it can be written to; so too where that is not known. */
    public boolean writes() {
        return flags.isEmpty() || (flags.getAsLong() & ACCESS) != 0;
    }
}
