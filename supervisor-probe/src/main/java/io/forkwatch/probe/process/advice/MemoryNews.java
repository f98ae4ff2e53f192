package io.forkwatch.probe.process.advice;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Something to be said about the memory that all children and this JVM share: that of a cgroup with a limit.
 *
 * @param what what
 * @param cgroup its path
 * @param limitBytes its limit now, above 0
 * @param limitBeforeBytes its limit before, where that has changed, else the same
 * @param use what is used of it
 * @param largest who has most of it, of those that are known here, the largest first
 * @param victim whom of those the kernel would take if it were full now; absent where that is not known
 * @param waitedRatio the share of the last 10 s in which at least one process there waited for memory, 0 to 1
 *     (accounting/psi.rst); absent where the kernel does not tell
 */
public record MemoryNews(
        What what,
        String cgroup,
        long limitBytes,
        long limitBeforeBytes,
        Use use,
        List<Share> largest,
        Optional<Victim> victim,
        OptionalDouble waitedRatio)
        implements Advisory {
    public MemoryNews {
        largest = List.copyOf(largest);
    }

    @Override
    public String event() {
        return "memory_" + what.label();
    }

    /** What happened. */
    public enum What {
        /** It is about to be full. */
        WARN,
        /** It has room again. */
        ROOM,
        /** Its limit is another one now. */
        LIMIT;

        private final String label = name().toLowerCase(Locale.ROOT);

        /** The word in JSON, for example {@code warn}. */
        public String label() {
            return label;
        }
    }

    /**
     * What is used, in bytes.
     *
     * @param keptBytes what cannot be had again without a swap or a kill
     * @param anonBytes of it, heaps and stacks
     * @param shmemBytes of it, shared memory and files on a tmpfs
     * @param cacheBytes page cache, which gives way
     */
    public record Use(long keptBytes, long anonBytes, long shmemBytes, long cacheBytes) {}

    /**
     * Somebody's part.
     *
     * @param who a child's name; empty for this JVM
     * @param pid whose
     * @param rssBytes resident memory of its tree, or of this JVM alone
     */
    public record Share(String who, long pid, long rssBytes) {}
}
