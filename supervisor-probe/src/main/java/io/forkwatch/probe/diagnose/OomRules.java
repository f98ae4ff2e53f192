package io.forkwatch.probe.diagnose;

import io.forkwatch.probe.evidence.Evidence;
import io.forkwatch.probe.process.Death;
import io.forkwatch.probe.process.OomCounts;
import io.forkwatch.probe.process.ProcessSample;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * The rules over the kernel's counters of OOM kills. A counter says that somebody was killed, not who: only size and
 * company of the child tie it to that. Without a counter that moved, nothing is called an OOM kill.
 */
final class OomRules {
    // Page faults count a page again each time it is given back and taken anew: an estimate for the young only.
    private static final long YOUNG_NANOS = TimeUnit.SECONDS.toNanos(10);
    // Company may have come since an older look.
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(2);

    private OomRules() {}

    /**
     * SIGKILL, and the counter of its own group moved. Likely if the child is big enough to be the victim. Certain if
     * there was nobody else to choose: alone in a group that reached its limit, and holding half of that limit, so that
     * the kernel, which takes the biggest, had to take it even if another one had come in unseen.
     */
    static Optional<Diagnosis> killed(Evidence evidence, Mechanism mechanism) {
        Death death = evidence.death();
        Optional<OomCounts> moved = death.oom().filter(counts -> positive(counts.killsSinceLastLook()));
        if (mechanism.signal().orElse(0) != Signals.SIGKILL || moved.isEmpty()) {
            return Optional.empty();
        }
        OomCounts counts = moved.get();
        boolean big = counts.limitBytes().isPresent()
                ? sizeBytes(death, counts) >= counts.limitBytes().getAsLong() / 4
                : counts.aloneInGroup() && death.descendants().isEmpty();
        if (!big) {
            return Optional.empty();
        }
        Confidence confidence = onlyChoice(death, counts) ? Confidence.CERTAIN : Confidence.LIKELY;
        return Optional.of(verdict(evidence, mechanism, confidence, "oom_killed", Clue.CGROUP_OOM_COUNTER));
    }

    /** SIGKILL, no word of its own group, and somebody on this machine was OOM-killed: it may have been this one. */
    static Optional<Diagnosis> killedOnMachine(Evidence evidence, Mechanism mechanism) {
        boolean applies = mechanism.signal().orElse(0) == Signals.SIGKILL
                && evidence.death()
                        .oom()
                        .filter(counts -> counts.killsSinceLastLook().isEmpty())
                        .filter(counts -> positive(counts.machineKillsSinceLastLook()))
                        .isPresent();
        return applies
                ? Optional.of(verdict(
                        evidence, mechanism, Confidence.POSSIBLE, "oom_killed_on_machine", Clue.MACHINE_OOM_COUNTER))
                : Optional.empty();
    }

    /**
     * It exited with an error of its own after somebody in its group was OOM-killed. Likely a process that it ran, if
     * it says so with 137 as shells do, at once, and has run one; else possible.
     */
    static Optional<Diagnosis> descendantKilled(Evidence evidence, Mechanism mechanism) {
        Death death = evidence.death();
        int shown = mechanism.signalInExitValue().orElse(0);
        boolean failed = mechanism.exact() && mechanism.exitCode().orElse(0) != 0 && !Signals.asksToStop(shown);
        Optional<OomCounts> moved = death.oom().filter(counts -> positive(counts.killsSinceStart()));
        if (!failed || moved.isEmpty()) {
            return Optional.empty();
        }
        boolean justNow = positive(moved.get().killsSinceLastLook());
        if (!justNow && death.descendants().isEmpty()) {
            return Optional.empty();
        }
        boolean ranOne = Rules.isShell(death) || Rules.largestVanished(death).isPresent();
        boolean likely = shown == Signals.SIGKILL && justNow && ranOne;
        return Optional.of(verdict(
                evidence,
                mechanism,
                likely ? Confidence.LIKELY : Confidence.POSSIBLE,
                "descendant_oom_killed",
                Clue.CGROUP_OOM_COUNTER));
    }

    /** What the counters add to a SIGKILL that no rule here explains. */
    static List<Clue> clues(Death death, Mechanism mechanism) {
        if (mechanism.signal().orElse(0) != Signals.SIGKILL || death.oom().isEmpty()) {
            return List.of();
        }
        OomCounts counts = death.oom().get();
        if (positive(counts.killsSinceLastLook())) {
            return List.of(Clue.CGROUP_OOM_COUNTER);
        }
        if (counts.machineKillsSinceStart().orElse(-1) == 0) {
            return List.of(Clue.NO_OOM_KILL);
        }
        return counts.killsSinceStart().orElse(-1) == 0 ? List.of(Clue.CGROUP_COUNTER_STILL) : List.of();
    }

    private static boolean onlyChoice(Death death, OomCounts counts) {
        long limit = counts.limitBytes().orElse(Long.MAX_VALUE);
        Optional<ProcessSample> fresh = death.lastSample().filter(s -> death.nanos() - s.nanos() <= FRESH_NANOS);
        return counts.aloneInGroup()
                && death.descendants().isEmpty()
                && counts.peakUsageBytes().orElse(0) >= limit
                && fresh.map(ProcessSample::rssBytes).orElse(0L) >= limit / 2;
    }

    private static long sizeBytes(Death death, OomCounts counts) {
        long seen = death.lastSample().map(ProcessSample::rssBytes).orElse(0L);
        boolean young = death.lifetime().toNanos() <= YOUNG_NANOS;
        return young ? Math.max(seen, counts.faultedBytes().orElse(0)) : seen;
    }

    private static boolean positive(OptionalLong kills) {
        return kills.orElse(0) > 0;
    }

    private static Diagnosis verdict(
            Evidence evidence, Mechanism mechanism, Confidence confidence, String rule, Clue counter) {
        OptionalLong limit = evidence.death().oom().map(OomCounts::limitBytes).orElseGet(OptionalLong::empty);
        List<Clue> clues = new ArrayList<>(List.of(counter, Clue.WAIT_STATUS));
        Rules.addOtherDestroyCall(evidence, clues);
        return new Diagnosis(
                mechanism,
                limit.isPresent() ? Reason.OOM_CGROUP : Reason.OOM_HOST,
                confidence,
                rule,
                clues,
                Optional.empty(),
                Optional.of(limit.isPresent() ? HeapHints.of(evidence, limit.getAsLong()) : Hint.Plain.MACHINE_MEMORY),
                true);
    }
}
