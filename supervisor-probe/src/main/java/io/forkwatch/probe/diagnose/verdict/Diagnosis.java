package io.forkwatch.probe.diagnose.verdict;

import io.forkwatch.probe.process.death.InsideLook;
import io.forkwatch.probe.process.event.Caller;
import io.forkwatch.probe.process.event.Kill;
import io.forkwatch.probe.process.view.JvmFigures;
import io.forkwatch.probe.process.view.OwnWord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a child ended, why, and how sure that is.
 *
 * @param mechanism how: what was seen of the end itself
 * @param reason why
 * @param confidence how sure the reason is; {@link Confidence#POSSIBLE} where the reason is unknown
 * @param rule the rule that decided, for example {@code forwarded_signal}
 * @param evidence what the rule rests on, the strongest first
 * @param cause what names that reason; absent where it rests on the end itself and on counters
 * @param hint what to do next
 * @param abnormal true if it deserves a summary: every end but a clean exit
 * @param jvm the last sample of its JVM, or at one below it that ended with it
 * @param stderr the last lines that it wrote to its stderr; empty where they were not kept
 * @param own what its JVM, or one below it that ended with it, said of itself
 * @param inside what was seen inside its JVM; absent where nobody looked, or there was nothing to be seen
 */
public record Diagnosis(
        Mechanism mechanism,
        Reason reason,
        Confidence confidence,
        String rule,
        List<Clue> evidence,
        Optional<Cause> cause,
        Optional<Hint> hint,
        boolean abnormal,
        Optional<JvmFigures> jvm,
        List<String> stderr,
        Optional<OwnWord> own,
        Optional<InsideLook> inside) {
    public Diagnosis {
        if (rule.isEmpty()) {
            throw new IllegalArgumentException("rule is empty");
        }
        if (reason == Reason.UNKNOWN && confidence != Confidence.POSSIBLE) {
            throw new IllegalArgumentException("confidence of an unknown reason is " + confidence);
        }
        if ((reason == Reason.KILLED_BY_SUPERVISOR)
                != cause.filter(Cause::bySupervisor).isPresent()) {
            throw new IllegalArgumentException("reason " + reason + " with cause " + cause);
        }
        evidence = List.copyOf(evidence);
        stderr = List.copyOf(stderr);
    }

    /** Without what was seen of a JVM, and without lines of stderr. */
    public Diagnosis(
            Mechanism mechanism,
            Reason reason,
            Confidence confidence,
            String rule,
            List<Clue> evidence,
            Optional<Cause> cause,
            Optional<Hint> hint,
            boolean abnormal) {
        this(
                mechanism,
                reason,
                confidence,
                rule,
                evidence,
                cause,
                hint,
                abnormal,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    /** The same with one more piece of evidence, the last. */
    public Diagnosis with(Clue clue) {
        List<Clue> more = new ArrayList<>(evidence);
        more.add(clue);
        return new Diagnosis(
                mechanism, reason, confidence, rule, more, cause, hint, abnormal, jvm, stderr, own, inside);
    }

    /** The same with what was seen of a JVM. */
    public Diagnosis withJvm(Optional<JvmFigures> seen) {
        return new Diagnosis(
                mechanism, reason, confidence, rule, evidence, cause, hint, abnormal, seen, stderr, own, inside);
    }

    /** The same with the last lines of stderr. */
    public Diagnosis withStderr(List<String> lines) {
        return new Diagnosis(
                mechanism, reason, confidence, rule, evidence, cause, hint, abnormal, jvm, lines, own, inside);
    }

    /** The same with what a JVM said of itself. */
    public Diagnosis withOwn(Optional<OwnWord> said) {
        return new Diagnosis(
                mechanism, reason, confidence, rule, evidence, cause, hint, abnormal, jvm, stderr, said, inside);
    }

    /** The same with what was seen inside its JVM. */
    public Diagnosis withInside(Optional<InsideLook> seen) {
        return new Diagnosis(
                mechanism, reason, confidence, rule, evidence, cause, hint, abnormal, jvm, stderr, own, seen);
    }

    /** An end that deserves a summary, with nothing that names its reason. */
    public static Diagnosis abnormal(
            Mechanism mechanism,
            Reason reason,
            Confidence confidence,
            String rule,
            List<Clue> evidence,
            Optional<Hint> hint) {
        return new Diagnosis(mechanism, reason, confidence, rule, evidence, Optional.empty(), hint, true);
    }

    /** The same with what names its reason. */
    public Diagnosis because(Cause named) {
        return new Diagnosis(
                mechanism,
                reason,
                confidence,
                rule,
                evidence,
                Optional.of(named),
                hint,
                abnormal,
                jvm,
                stderr,
                own,
                inside);
    }

    /** The same of an end that is normal for this child: it deserves no summary. */
    public Diagnosis expected() {
        return new Diagnosis(
                mechanism, reason, confidence, rule, evidence, cause, hint, false, jvm, stderr, own, inside);
    }

    /** Who in this JVM asked for its end; only with {@link Reason#KILLED_BY_SUPERVISOR}. */
    public Optional<Caller> caller() {
        return cause.flatMap(Cause::caller);
    }

    /** The call of destroy in this JVM that ended it; only with {@link Reason#KILLED_BY_SUPERVISOR}. */
    public Optional<Kill> killedBy() {
        return cause.flatMap(Cause::destroyCall);
    }
}
