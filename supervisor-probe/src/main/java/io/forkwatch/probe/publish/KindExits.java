package io.forkwatch.probe.publish;

import io.forkwatch.probe.process.death.Death;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** What is known of the dead children of one kind. Only ever grows. Safe for any thread. */
final class KindExits {
    private static final double MIB = 1 << 20;
    private static final double GIB = 1 << 30;

    private final Map<String, LongAdder> byReason = new LinkedHashMap<>();
    private final FixedHistogram lifetime = new FixedHistogram(0.1, 1, 5, 30, 120, 600, 3_600, 14_400);
    private final FixedHistogram peak =
            new FixedHistogram(16 * MIB, 64 * MIB, 256 * MIB, 512 * MIB, GIB, 2 * GIB, 4 * GIB, 16 * GIB);

    /** Nobody has died yet; each of the closed list of reasons stands at 0. */
    KindExits(List<String> reasons) {
        reasons.forEach(reason -> byReason.put(reason, new LongAdder()));
    }

    /**
     * Counts a death.
     *
     * @throws IllegalArgumentException if the reason is not of the closed list
     */
    void add(Death death, String reason) {
        LongAdder count = byReason.get(reason);
        if (count == null) {
            throw new IllegalArgumentException("reason " + reason + " is not one of " + byReason.keySet());
        }
        count.increment();
        lifetime.observe(death.lifetime().toNanos() / (double) TimeUnit.SECONDS.toNanos(1));
        // A peak of 0 means that it was never sampled: unknown, so not counted.
        if (death.peak().treeRssBytes() > 0) {
            peak.observe((double) death.peak().treeRssBytes());
        }
    }

    /** Deaths by reason; never changes its keys. */
    Map<String, LongAdder> byReason() {
        return byReason;
    }

    /** From start to end, in seconds. */
    FixedHistogram lifetime() {
        return lifetime;
    }

    /** Most memory of the tree, in bytes; children that were never sampled are not in it. */
    FixedHistogram peak() {
        return peak;
    }
}
