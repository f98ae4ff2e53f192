package io.forkwatch.probe.diagnose;

import io.forkwatch.probe.diagnose.verdict.Hint;
import io.forkwatch.probe.evidence.Evidence;
import io.forkwatch.probe.evidence.perf.JvmSample;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.death.Descendant;
import io.forkwatch.probe.process.view.JvmFigures;
import java.util.Optional;
import java.util.OptionalLong;

/** What the heap of a JVM has to do with the limit that it died of. Says so only where the figures say so. */
final class HeapHints {
    private static final long MIB = 1 << 20;
    private static final long SMALLEST_HEAP_BYTES = 64 * MIB;
    // What is outside the heap grows with threads and classes: some room for that.
    private static final double SAFE_PART = 0.85;

    private HeapHints() {}

    /** What to do about a limit. */
    static Hint of(Evidence evidence, long limitBytes) {
        return evidence.jvm()
                .flatMap(jvm -> jvm.figures().flatMap(figures -> heap(evidence.death(), jvm, figures, limitBytes)))
                .orElseGet(() -> new Hint.MemoryLimit(limitBytes));
    }

    private static Optional<Hint> heap(Death death, JvmSample jvm, JvmFigures figures, long limitBytes) {
        if (figures.heapMaxBytes().isEmpty()) {
            return Optional.empty();
        }
        long heapMax = figures.heapMaxBytes().getAsLong();
        boolean given = jvm.flags().map(flags -> flags.heapGiven()).orElse(true);
        if (!given && heapMax >= limitBytes) {
            return Optional.of(new Hint.LimitNotSeen(limitBytes, heapMax));
        }
        // Committed memory may not have been touched yet, so this is too low rather than too high.
        long outside =
                rssPeakBytes(death, figures) - figures.heapCommittedBytes().orElse(Long.MAX_VALUE);
        if (outside <= 0) {
            return heapMax >= limitBytes
                    ? Optional.of(new Hint.HeapOverLimit(limitBytes, heapMax, 0, OptionalLong.empty()))
                    : Optional.empty();
        }
        return limitBytes < heapMax + outside
                ? Optional.of(new Hint.HeapOverLimit(limitBytes, heapMax, outside, fitting(limitBytes - outside)))
                : Optional.empty();
    }

    private static long rssPeakBytes(Death death, JvmFigures figures) {
        if (figures.key().pid() == death.child().key().pid()) {
            return death.peak().rssBytes();
        }
        return death.descendants().stream()
                .filter(descendant -> descendant.key().equals(figures.key()))
                .mapToLong(Descendant::rssBytes)
                .findFirst()
                .orElse(0);
    }

    /** A round figure below what is left. */
    private static OptionalLong fitting(long leftBytes) {
        long safe = (long) (leftBytes * SAFE_PART);
        long step = (safe >= 1000 * MIB ? 100 : 10) * MIB;
        long round = safe - safe % step;
        return round >= SMALLEST_HEAP_BYTES ? OptionalLong.of(round) : OptionalLong.empty();
    }
}
