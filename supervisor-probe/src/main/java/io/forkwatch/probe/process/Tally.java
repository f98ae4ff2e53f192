package io.forkwatch.probe.process;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts by name, for the small closed sets of things that may go wrong or be dropped. Safe for any thread. */
public final class Tally {
    private final ConcurrentHashMap<String, LongAdder> counts = new ConcurrentHashMap<>();

    /** Counts one more of {@code what}. */
    public void add(String what) {
        add(what, 1);
    }

    /** Counts {@code n} more of {@code what}. */
    public void add(String what, long n) {
        counts.computeIfAbsent(what, name -> new LongAdder()).add(n);
    }

    /** All counts, by name. */
    public Map<String, Long> read() {
        Map<String, Long> read = new TreeMap<>();
        counts.forEach((what, count) -> read.put(what, count.sum()));
        return read;
    }
}
