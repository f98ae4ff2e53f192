package io.forkwatch.probe.process.death;

/**
 * A kill by the OOM killer that the kernel's log tells of: the only witness that names the victim.
 *
 * @param pid the victim, as the initial pid namespace numbers it
 * @param comm its command name, non-printable characters escaped by the kernel
 * @param ofCgroup true if a memory cgroup reached its limit, false if the machine ran out of memory
 * @param limitCgroup the cgroup whose limit was reached; empty if that is not told
 * @param victimCgroup the cgroup of the victim; empty if that is not told
 * @param nanos monotonic time when the line was read: the kill was not later
 * @param earlier true if the line stood in the log when it was opened: the kill may be some time older than that
 * @param line the kernel's own words, shortened
 */
public record OomKill(
        long pid,
        String comm,
        boolean ofCgroup,
        String limitCgroup,
        String victimCgroup,
        long nanos,
        boolean earlier,
        String line) {
    private static final String ANON_RSS = "anon-rss:";
    private static final int MOST_DIGITS = 15;

    public OomKill {
        if (pid <= 0) {
            throw new IllegalArgumentException("pid is " + pid);
        }
        if (line.isEmpty()) {
            throw new IllegalArgumentException("line is empty");
        }
    }

    /** Anonymous memory of the victim in bytes, as the line says it: {@code anon-rss:65152kB}; 0 where it does not. */
    public long anonBytes() {
        int from = line.indexOf(ANON_RSS) + ANON_RSS.length();
        int end = line.indexOf("kB", from);
        if (from < ANON_RSS.length() || end < 0 || end - from > MOST_DIGITS) {
            return 0;
        }
        String digits = line.substring(from, end);
        return digits.chars().allMatch(each -> each >= '0' && each <= '9') && !digits.isEmpty()
                ? Long.parseLong(digits) << 10
                : 0;
    }
}
