package io.forkwatch.probe.procfs.task;

import io.forkwatch.probe.procfs.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A line of {@code /proc/locks}, proc_locks(5), or behind {@code lock:} in a {@code fdinfo}, proc_pid_fdinfo(5). In a pid namespace
 * {@code /proc/locks} has neither the locks of who is outside of it nor those of the dead, nor who waits for them.
 *
 * <pre>
 * 1: FLOCK  ADVISORY  WRITE 4711 fe:00:131073 0 EOF
 * 1: -&gt; FLOCK  ADVISORY  WRITE 4712 fe:00:131073 0 EOF
 * </pre>
 *
 * @param number of the lock: who waits for it has the same
 * @param waits true if somebody waits for it, and does not hold it
 * @param type {@code FLOCK}, {@code POSIX}, {@code OFDLCK}, {@code LEASE} ...
 * @param pid who has locked it, which may be dead while another one holds what it inherited; 0 or -1 where that is not known
 * @param file device and inode, as {@code fe:00:131073}
 */
public record FileLock(long number, boolean waits, String type, long pid, String file) {
    private static final int FEWEST = 5;

    /** Parses one; empty if it does not read so. */
    static Optional<FileLock> parse(String line) {
        List<String> words = words(line);
        boolean waits = words.size() > 1 && words.get(1).equals("->");
        if (waits) {
            words.remove(1);
        }
        if (words.size() <= FEWEST || !words.get(0).endsWith(":")) {
            return Optional.empty();
        }
        long number = Numbers.leading(words.get(0), 0);
        String pid = words.get(4);
        String file = words.get(FEWEST);
        boolean known = number >= 0 && file.indexOf(':') > 0;
        return known
                ? Optional.of(new FileLock(number, waits, words.get(1), Math.max(-1, Numbers.whole(pid)), file))
                : Optional.empty();
    }

    /** Parses all of {@code /proc/locks}; lines that do not read so are passed over. */
    static List<FileLock> parseAll(String text) {
        List<FileLock> locks = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            parse(line).ifPresent(locks::add);
        }
        return locks;
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        for (String word : line.trim().split("[ \t]+", -1)) {
            words.add(word);
        }
        return words;
    }
}
