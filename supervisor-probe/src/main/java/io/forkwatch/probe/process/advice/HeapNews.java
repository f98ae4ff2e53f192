package io.forkwatch.probe.process.advice;

import io.forkwatch.probe.process.Kind;
import java.util.List;

/**
 * The Java heaps of children may grow to more than the limit of the cgroup that they share.
 *
 * @param cgroup its path
 * @param limitBytes its limit
 * @param heaps which heaps, the largest sum first
 */
public record HeapNews(String cgroup, long limitBytes, List<Heaps> heaps) implements Advisory {
    public HeapNews {
        heaps = List.copyOf(heaps);
    }

    /**
     * Those of a kind that are as large.
     *
     * @param kind the kind
     * @param count how many, 1 and up
     * @param maxBytes what each may grow to
     */
    public record Heaps(Kind kind, int count, long maxBytes) {
        /** What all of them may grow to. */
        public long sumBytes() {
            return count * maxBytes;
        }
    }

    /** What all heaps may grow to. */
    public long sumBytes() {
        return heaps.stream().mapToLong(Heaps::sumBytes).sum();
    }

    @Override
    public String event() {
        return "heaps_beyond_limit";
    }
}
