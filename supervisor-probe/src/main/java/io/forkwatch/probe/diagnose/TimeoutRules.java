package io.forkwatch.probe.diagnose;

import io.forkwatch.probe.diagnose.verdict.Cause;
import io.forkwatch.probe.diagnose.verdict.Clue;
import io.forkwatch.probe.diagnose.verdict.Confidence;
import io.forkwatch.probe.diagnose.verdict.Culprit;
import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.diagnose.verdict.Hint;
import io.forkwatch.probe.diagnose.verdict.Mechanism;
import io.forkwatch.probe.diagnose.verdict.Reason;
import io.forkwatch.probe.diagnose.verdict.Signals;
import io.forkwatch.probe.evidence.Evidence;
import io.forkwatch.probe.evidence.TimeLimit;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.death.Descendant;
import io.forkwatch.probe.process.program.ShellScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The rule over {@code timeout}: it says nothing when the time is up, but its command says when that is. */
final class TimeoutRules {
    /** timeout exits so when the time was up, whatever became of its command. */
    private static final int TIME_IS_UP = 124;

    private static final int PASSED_ON = 128;

    // From the start of the process to that of its clock, and the rounding of starttime to ticks.
    private static final long EARLY_NANOS = TimeUnit.MILLISECONDS.toNanos(30);

    // SIGKILL works at once, on a busy machine nearly so.
    private static final long AT_ONCE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private TimeoutRules() {}

    /**
     * The child is timeout, it ended as it does when the time is up, and its age is the duration. Likely: a command may exit
     * so of its own accord at that very moment. Possible below a shell that did something else before.
     */
    static Optional<Diagnosis> ranOut(Evidence evidence, Mechanism mechanism) {
        Death death = evidence.death();
        if (ExitRules.destroyClue(evidence) == Clue.OTHER_DESTROY_CALL) {
            return Optional.empty();
        }
        return TimeLimit.in(death.child().command().arguments())
                .filter(limit -> endsSo(death, mechanism, limit))
                .map(limit -> verdict(evidence, mechanism, limit));
    }

    private static boolean endsSo(Death death, Mechanism mechanism, TimeLimit limit) {
        long age = death.lifetime().toNanos() + EARLY_NANOS;
        boolean timeIsUp = age >= limit.nanos();
        if (mechanism.exitCode().orElse(0) == TIME_IS_UP) {
            return timeIsUp && !limit.preservesStatus();
        }
        boolean killed = mechanism.signal().orElse(0) == Signals.SIGKILL
                || mechanism.exitCode().orElse(0) == PASSED_ON + Signals.SIGKILL;
        boolean terminated = limit.preservesStatus() && mechanism.exitCode().orElse(0) == PASSED_ON + Signals.SIGTERM;
        return (killed && isAtOnce(age, killedAtNanos(limit))) || (terminated && timeIsUp);
    }

    private static long killedAtNanos(TimeLimit limit) {
        return limit.signal().equals("KILL")
                ? limit.nanos()
                : limit.killAfterNanos().isPresent()
                        ? limit.nanos() + limit.killAfterNanos().getAsLong()
                        : Long.MAX_VALUE;
    }

    private static boolean isAtOnce(long age, long atNanos) {
        return age >= atNanos && age - EARLY_NANOS <= atNanos + AT_ONCE_NANOS;
    }

    private static Diagnosis verdict(Evidence evidence, Mechanism mechanism, TimeLimit limit) {
        Death death = evidence.death();
        List<Clue> clues = new ArrayList<>(List.of(Clue.TIME_LIMIT, ExitRules.witness(mechanism)));
        boolean alone = !ExitRules.isShell(death)
                || ShellScript.isOneCommand(death.child().command().arguments());
        boolean exited = mechanism.signal().isEmpty();
        return Diagnosis.abnormal(
                        mechanism,
                        exited ? Reason.ERROR : Reason.KILLED_EXTERNALLY,
                        alone ? Confidence.LIKELY : Confidence.POSSIBLE,
                        "timeout_ran_out",
                        clues,
                        Optional.of(Hint.Plain.TIMEOUT))
                .because(new Cause.TimedOut(
                        limit.nanos(), "SIG" + limit.signal(), killed(mechanism, limit), victim(death)));
    }

    private static boolean killed(Mechanism mechanism, TimeLimit limit) {
        boolean byKill = mechanism.signalInExitValue().orElse(0) == Signals.SIGKILL;
        return byKill && !limit.signal().equals("KILL");
    }

    // timeout has one child, its command, and outlives it; more are those that an exec left it, or of a shell.
    private static Optional<Culprit> victim(Death death) {
        List<Descendant> children = Culprits.children(death);
        return children.size() == 1 ? Optional.of(Culprit.of(children.get(0))) : Optional.empty();
    }
}
