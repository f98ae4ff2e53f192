package io.forkwatch.probe.report.words;

import io.forkwatch.probe.diagnose.verdict.Cause;
import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.death.OomKill;
import io.forkwatch.probe.process.view.Peak;
import io.forkwatch.probe.process.view.ProcessSample;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The most memory that was seen, and why it may not have been the most. */
final class PeakWords {
    /** Two ticks, with the usual interval. */
    private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final long SHORT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final long LITTLE_BYTES = 1 << 20;

    /** A part of its life that is long. */
    private static final long PART = 4;

    private final Phrases phrases;

    PeakWords(Phrases phrases) {
        this.phrases = phrases;
    }

    String peak(Death death, Diagnosis diagnosis) {
        String peak = withAge(phrases.peak(death.peak()), death);
        Optional<OomKill> kill = diagnosis.cause().flatMap(Cause::oomKill);
        return kill.isPresent() && kill.get().anonBytes() > seenOf(kill.get(), death)
                ? phrases.say("peak.kernel", peak, Formats.bytes(kill.get().anonBytes()))
                : peak;
    }

    // The victim is the child, or a process below it.
    private static long seenOf(OomKill kill, Death death) {
        Peak peak = death.peak();
        return kill.pid() == death.child().key().pid() ? peak.rssBytes() : peak.treeRssBytes();
    }

    // What came after the last look is not in it; and what was long before it may have nothing to do with the end.
    private String withAge(String peak, Death death) {
        if (death.lastSample().isEmpty()) {
            return peak;
        }
        ProcessSample last = death.lastSample().get();
        long lookNanos = death.nanos() - last.nanos();
        if (lookNanos > SHORT_NANOS
                && (lookNanos > LONG_NANOS || lookNanos > death.lifetime().toNanos() / PART)) {
            return phrases.say("peak.as_of", peak, Formats.duration(lookNanos));
        }
        long seenNanos = death.nanos() - death.doubt().peakNanos().orElse(death.nanos());
        long less = death.peak().treeRssBytes() - last.treeRssBytes();
        boolean lessSince = less > LITTLE_BYTES && less > death.peak().treeRssBytes() / 10;
        return lessSince && seenNanos > LONG_NANOS ? phrases.say("peak.seen", peak, Formats.duration(seenNanos)) : peak;
    }
}
