package io.forkwatch.probe.process.death;

/**
 * A kill by the OOM killer that the kernel's log tells of: the only witness that names the victim.
 *
 * @param pid the victim, as the initial pid namespace numbers it
 * @param comm its command name, non-printable characters escaped by the kernel
 * @param ofGroup true if a memory group reached its limit, false if the machine ran out of memory
 * @param limitGroup the group whose limit was reached; empty if that is not told
 * @param victimGroup the group of the victim; empty if that is not told
 * @param nanos monotonic time when the line was read: the kill was not later
 * @param earlier true if the line stood in the log when it was opened: the kill may be some time older than that
 * @param line the kernel's own words, shortened
 */
public record OomKill(
        long pid,
        String comm,
        boolean ofGroup,
        String limitGroup,
        String victimGroup,
        long nanos,
        boolean earlier,
        String line) {}
