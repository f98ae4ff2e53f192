package io.forkwatch.probe.diagnose;

import io.forkwatch.probe.diagnose.verdict.Cause;
import io.forkwatch.probe.diagnose.verdict.Clue;
import io.forkwatch.probe.diagnose.verdict.Confidence;
import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.diagnose.verdict.Hint;
import io.forkwatch.probe.diagnose.verdict.Mechanism;
import io.forkwatch.probe.diagnose.verdict.Reason;
import io.forkwatch.probe.diagnose.verdict.Signals;
import io.forkwatch.probe.evidence.Evidence;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.death.LimitUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** The rules over the limits of a process, getrlimit(2), and what the limits add to an exit that they may explain. */
final class LimitRules {
    // The kernel checks the limit of CPU time now and then, and counts in ticks, but shows what was measured: deaths
    // were seen from 0.89 of it on, and on a busy machine from 0.80 of a limit of 1 s and 0.81 of one of 2 s.
    private static final double NEAR = 0.85;
    private static final double NEAR_A_SHORT_ONE = 0.75;
    private static final long SHORT_NANOS = TimeUnit.SECONDS.toNanos(4);
    private static final double BEYOND = 1.15;
    private static final long TICKS_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private LimitRules() {}

    /**
     * SIGXCPU, or SIGKILL, with the CPU time used up at which the kernel sends it. A SIGXCPU is certain then, and likely
     * where the limit is not known; with another limit it came from a process. A SIGKILL is likely.
     */
    static Optional<Diagnosis> cpuTime(Evidence evidence, Mechanism mechanism) {
        LimitUse use = evidence.death().limits();
        int signal = mechanism.signal().orElse(0);
        boolean soft = signal == Signals.SIGXCPU;
        OptionalLong limit = soft ? use.cpuSoftSeconds() : use.cpuHardSeconds();
        boolean reached = isUsedUp(limit, use.ownCpuNanos().orElse(0));
        if (reached && (soft || signal == Signals.SIGKILL)) {
            return Optional.of(usedUp(
                    evidence,
                    mechanism,
                    soft ? Confidence.CERTAIN : Confidence.LIKELY,
                    soft ? "cpu_limit_signal" : "cpu_limit",
                    limit.getAsLong(),
                    use.ownCpuNanos().getAsLong()));
        }
        return soft && !use.known()
                ? Optional.of(
                        verdict(evidence, mechanism, Confidence.LIKELY, "cpu_limit_signal", Hint.Plain.CPU_TIME_LIMIT))
                : Optional.empty();
    }

    /**
     * It exited 128 + n as a shell does, and those it waited for used about the CPU time at which the kernel sends that
     * signal: limits are inherited.
     */
    static Optional<Diagnosis> cpuTimeBelow(Evidence evidence, Mechanism mechanism) {
        Death death = evidence.death();
        LimitUse use = death.limits();
        int shown =
                mechanism.exitCode().isPresent() ? mechanism.signalInExitValue().orElse(0) : 0;
        OptionalLong limit = shown == Signals.SIGXCPU
                ? use.cpuSoftSeconds()
                : shown == Signals.SIGKILL ? use.cpuHardSeconds() : OptionalLong.empty();
        long waited = death.cpu().totalNanos() - use.ownCpuNanos().orElse(0);
        boolean applies = mechanism.exact()
                && death.cpuExact()
                && isUsedUp(limit, waited)
                && waited <= BEYOND * TimeUnit.SECONDS.toNanos(limit.getAsLong()) + TICKS_NANOS;
        return applies
                ? Optional.of(usedUp(
                        evidence, mechanism, Confidence.LIKELY, "descendant_cpu_limit", limit.getAsLong(), waited))
                : Optional.empty();
    }

    private static boolean isUsedUp(OptionalLong limitSeconds, long usedNanos) {
        long limitNanos = TimeUnit.SECONDS.toNanos(limitSeconds.orElse(0));
        double near = limitNanos <= SHORT_NANOS ? NEAR_A_SHORT_ONE : NEAR;
        return limitSeconds.isPresent() && usedNanos >= near * limitNanos;
    }

    private static Diagnosis usedUp(
            Evidence evidence,
            Mechanism mechanism,
            Confidence confidence,
            String rule,
            long limitSeconds,
            long usedNanos) {
        return verdict(evidence, mechanism, confidence, rule, new Hint.CpuLimit(limitSeconds))
                .because(new Cause.CpuTimeUsedUp(limitSeconds, usedNanos));
    }

    private static Diagnosis verdict(
            Evidence evidence, Mechanism mechanism, Confidence confidence, String rule, Hint hint) {
        List<Clue> clues = new ArrayList<>(List.of(ExitRules.witness(mechanism)));
        if (evidence.death().limits().known()) {
            clues.add(0, Clue.CPU_TIME_LIMIT);
        }
        ExitRules.addOtherDestroyCall(evidence, clues);
        return Diagnosis.abnormal(mechanism, Reason.CPU_LIMIT, confidence, rule, clues, Optional.of(hint));
    }

    /** What an exit of its own with an error may have to do with a limit: possible, and no more. */
    static Optional<Hint> hint(Death death) {
        LimitUse use = death.limits();
        if (use.forksRefused().orElse(0) > 0) {
            return Optional.of(Hint.Plain.PIDS_LIMIT);
        }
        boolean near = use.addressSpaceBytes().isPresent()
                && use.addressSpacePeakBytes().orElse(0)
                        >= NEAR * use.addressSpaceBytes().getAsLong();
        return near
                ? Optional.of(new Hint.AddressSpace(
                        use.addressSpaceBytes().getAsLong(),
                        use.addressSpacePeakBytes().getAsLong()))
                : Optional.empty();
    }
}
