package io.forkwatch.probe.diagnose;

import io.forkwatch.probe.diagnose.verdict.Clue;
import io.forkwatch.probe.diagnose.verdict.Confidence;
import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.diagnose.verdict.Hint;
import io.forkwatch.probe.diagnose.verdict.Mechanism;
import io.forkwatch.probe.diagnose.verdict.Reason;
import io.forkwatch.probe.diagnose.verdict.Signals;
import io.forkwatch.probe.evidence.Evidence;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.death.OomCounts;
import io.forkwatch.probe.process.view.ProcessSample;
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
    // A process can fill a gigabyte in a second.
    private static final long TELLING_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    // Company may have come since an older sample.
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(2);
    // By then a child is in the cgroup that it stays in, and was seen there.
    private static final long SETTLED_NANOS = TimeUnit.SECONDS.toNanos(1);

    private OomRules() {}

    /**
     * SIGKILL, and the counter of its own cgroup moved. Likely if the child is big enough to be the victim. Certain if
     * there was nobody else to choose: alone in a cgroup that reached its limit, and holding half of that limit, so that
     * the kernel, which takes the biggest, had to take it even if another one had come in unseen.
     */
    static Optional<Diagnosis> killed(Evidence evidence, Mechanism mechanism) {
        Death death = evidence.death();
        Optional<OomCounts> moved = death.oom().filter(counts -> positive(counts.killsSinceLastRead()));
        if (mechanism.signal().orElse(0) != Signals.SIGKILL || moved.isEmpty()) {
            return Optional.empty();
        }
        OomCounts counts = moved.get();
        if (!fits(death, counts) && !counts.wholeCgroup()) {
            return Optional.empty();
        }
        Confidence confidence = onlyChoice(death, counts) ? Confidence.CERTAIN : likely(counts);
        return Optional.of(verdict(evidence, mechanism, confidence, "oom_killed", Clue.CGROUP_OOM_COUNTER));
    }

    // Big enough, or nobody else was there. A sample just before the death that shows little speaks against that.
    private static boolean fits(Death death, OomCounts counts) {
        boolean onlyOne = counts.aloneInCgroup() && hadNoCompany(death);
        OptionalLong limit = counts.blamedLimitBytes();
        if (limit.isEmpty()) {
            return onlyOne;
        }
        boolean justSeen = death.lastSample()
                .filter(sample -> death.nanos() - sample.nanos() <= TELLING_NANOS)
                .isPresent();
        return sizeBytes(death, counts) >= limit.getAsLong() / 4 || (onlyOne && !justSeen);
    }

    // A process that it ran and that was gone before the last sample is not the one that was killed after it.
    private static boolean hadNoCompany(Death death) {
        long sampleNanos = death.lastSample().map(ProcessSample::nanos).orElse(Long.MIN_VALUE);
        return death.descendants().stream().noneMatch(below -> below.alive() || below.wasSeenSince(sampleNanos));
    }

    /**
     * SIGKILL, no counter of its own cgroup, and somebody on this machine was OOM-killed: it may have been this one. Not
     * where the kernel's log is there to name the victims and does not name it.
     */
    static Optional<Diagnosis> killedOnMachine(Evidence evidence, Mechanism mechanism) {
        boolean applies = mechanism.signal().orElse(0) == Signals.SIGKILL
                && evidence.kernel().filter(log -> !log.lost()).isEmpty()
                && evidence.death()
                        .oom()
                        .filter(counts -> counts.killsSinceLastRead().isEmpty())
                        .filter(counts -> positive(counts.machineKillsSinceLastRead()))
                        .isPresent();
        return applies
                ? Optional.of(verdict(
                        evidence, mechanism, Confidence.POSSIBLE, "oom_killed_on_machine", Clue.MACHINE_OOM_COUNTER))
                : Optional.empty();
    }

    /**
     * It exited with an error of its own after somebody in its cgroup was OOM-killed. Likely a process that it ran, if
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
        boolean justNow = positive(moved.get().killsSinceLastRead());
        if (!justNow && death.descendants().isEmpty()) {
            return Optional.empty();
        }
        boolean ranOne = ExitRules.isShell(death) || ExitRules.ranOne(death);
        boolean likely = shown == Signals.SIGKILL && justNow && ranOne;
        return Optional.of(verdict(
                evidence,
                mechanism,
                likely ? likely(moved.get()) : Confidence.POSSIBLE,
                "descendant_oom_killed",
                Clue.CGROUP_OOM_COUNTER));
    }

    /**
     * It exited 0 after a process that it ran was gone and somebody in its cgroup was OOM-killed: perhaps that one. Not
     * where the kernel's log is there to name a victim and names none below the child.
     */
    static Optional<Diagnosis> outlived(Evidence evidence, Mechanism mechanism) {
        Death death = evidence.death();
        boolean applies = mechanism.exitCode().orElse(-1) == 0
                && death.oom()
                        .filter(counts -> positive(counts.killsSinceStart()))
                        .isPresent()
                && ExitRules.ranOne(death)
                && evidence.kernel().filter(log -> !log.lost()).isEmpty();
        return applies
                ? Optional.of(Diagnosis.abnormal(
                        mechanism,
                        Reason.OK,
                        Confidence.CERTAIN,
                        "perhaps_outlived_oom_kill",
                        List.of(Clue.CGROUP_OOM_COUNTER, Clue.DESCENDANT_VANISHED, ExitRules.witness(mechanism)),
                        verdictHint(evidence)))
                : Optional.empty();
    }

    /** What the counters add to a SIGKILL that no rule here explains. */
    static List<Clue> clues(Death death, Mechanism mechanism) {
        if (mechanism.signal().orElse(0) != Signals.SIGKILL || death.oom().isEmpty()) {
            return List.of();
        }
        OomCounts counts = death.oom().get();
        if (positive(counts.killsSinceLastRead())) {
            return List.of(Clue.CGROUP_OOM_COUNTER);
        }
        if (counts.nobodyKilled()) {
            return List.of(Clue.NO_OOM_KILL);
        }
        boolean still = counts.killsSinceStart().orElse(-1) == 0 && !counts.cgroupGuessed();
        // One so young may have moved to another cgroup unseen, and been killed there.
        boolean settled = death.lifetime().toNanos() >= SETTLED_NANOS
                || counts.machineKillsSinceLastRead().orElse(-1) == 0;
        return still && settled ? List.of(Clue.CGROUP_COUNTER_STILL) : List.of();
    }

    private static Confidence likely(OomCounts counts) {
        return counts.cgroupGuessed() ? Confidence.POSSIBLE : Confidence.LIKELY;
    }

    private static boolean onlyChoice(Death death, OomCounts counts) {
        long limit = counts.limitBytes().orElse(Long.MAX_VALUE);
        Optional<ProcessSample> fresh = death.lastSample().filter(s -> death.nanos() - s.nanos() <= FRESH_NANOS);
        // Version 1 counts in vain attempts too, so the cgroup has to have been full as well.
        return counts.aloneInCgroup()
                && counts.limitHit().orElse(false)
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
        OptionalLong limit =
                evidence.death().oom().map(OomCounts::blamedLimitBytes).orElseGet(OptionalLong::empty);
        List<Clue> clues = new ArrayList<>(List.of(counter, ExitRules.witness(mechanism)));
        ExitRules.addOtherDestroyCall(evidence, clues);
        return new Diagnosis(
                mechanism,
                limit.isPresent() ? Reason.OOM_CGROUP : Reason.OOM_HOST,
                confidence,
                rule,
                clues,
                Optional.empty(),
                verdictHint(evidence),
                true);
    }

    private static Optional<Hint> verdictHint(Evidence evidence) {
        OptionalLong limit =
                evidence.death().oom().map(OomCounts::blamedLimitBytes).orElseGet(OptionalLong::empty);
        return Optional.of(limit.isPresent() ? HeapHints.of(evidence, limit.getAsLong()) : Hint.Plain.MACHINE_MEMORY);
    }
}
