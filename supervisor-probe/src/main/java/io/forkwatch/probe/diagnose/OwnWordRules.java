package io.forkwatch.probe.diagnose;

import io.forkwatch.probe.diagnose.verdict.Cause;
import io.forkwatch.probe.diagnose.verdict.Clue;
import io.forkwatch.probe.diagnose.verdict.Confidence;
import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.diagnose.verdict.Hint;
import io.forkwatch.probe.diagnose.verdict.Mechanism;
import io.forkwatch.probe.diagnose.verdict.Reason;
import io.forkwatch.probe.evidence.Evidence;
import io.forkwatch.probe.process.death.JvmFailure;
import io.forkwatch.probe.process.view.BeatState;
import io.forkwatch.probe.process.view.OwnWord;
import io.forkwatch.probe.process.view.OwnWord.How;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * The rules over what a JVM said of itself in its file. They judge exits only: a signal says why by itself. Its word is no proof,
 * so nothing that rests on it is certain.
 */
final class OwnWordRules {
    /** An error and the exit that it leads to, or the end of a JVM and that of the shell which ran it. */
    private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** Beyond that an error that was survived explains nothing. */
    private static final long LONG_NANOS = TimeUnit.MINUTES.toNanos(1);

    private static final int MOST_CHARACTERS = 300;

    /** What a JVM exits with when an exception leaves main. */
    private static final int FAILED = 1;

    private OwnWordRules() {}

    /** A clean exit, but one of its threads died of an OutOfMemoryError: what that thread did is missing. */
    static Optional<Diagnosis> threadOutOfMemory(Evidence evidence, Mechanism mechanism) {
        Optional<JvmFailure> failure = own(evidence).flatMap(OwnWordRules::outOfMemory);
        if (mechanism.exitCode().orElse(-1) != 0 || failure.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Diagnosis.abnormal(
                        mechanism,
                        Reason.OK,
                        Confidence.CERTAIN,
                        "thread_out_of_memory",
                        clues(evidence, mechanism, Clue.LAST_WORDS),
                        Optional.of(JvmHints.of(failure.get())))
                .because(new Cause.JvmSaid(failure.get())));
    }

    /**
     * It exited with an error after an OutOfMemoryError that nobody caught. Likely where one followed the other at once; an
     * error that a JVM lived on with for a while may have been of no matter.
     */
    static Optional<Diagnosis> outOfMemory(Evidence evidence, Mechanism mechanism) {
        Optional<OwnWord> own = exited(evidence, mechanism);
        if (own.isEmpty() || mechanism.signalInExitValue().isPresent()) {
            return Optional.empty();
        }
        OptionalLong passed = sinceOutOfMemory(own.get(), evidence.death().nanos());
        Optional<JvmFailure> failure = outOfMemory(own.get());
        if (passed.isEmpty() || failure.isEmpty() || passed.getAsLong() > LONG_NANOS) {
            return heapFull(evidence, mechanism, own.get());
        }
        boolean called =
                own.get().end().filter(end -> end.how() == How.EXIT_CALL).isPresent();
        return Optional.of(verdict(
                evidence,
                mechanism,
                Reason.JVM_OOME,
                passed.getAsLong() <= CLOSE_NANOS ? Confidence.LIKELY : Confidence.POSSIBLE,
                "last_words_out_of_memory",
                JvmHints.of(failure.get()),
                called ? new Cause.ExitNoted(own.get().end(), failure) : new Cause.JvmSaid(failure.get())));
    }

    // The JVM had cleared all soft references and System.exit was called: an OutOfMemoryError that was caught looks so.
    private static Optional<Diagnosis> heapFull(Evidence evidence, Mechanism mechanism, OwnWord own) {
        boolean applies = own.heapFullNanos().isPresent()
                && own.end()
                        .filter(end -> end.how() == How.EXIT_CALL
                                && end.nanos() - own.heapFullNanos().getAsLong() <= CLOSE_NANOS)
                        .isPresent();
        return applies
                ? Optional.of(verdict(
                        evidence,
                        mechanism,
                        Reason.JVM_OOME,
                        Confidence.POSSIBLE,
                        "last_words_heap_full",
                        Hint.Plain.HEAP_NEARLY_FULL,
                        new Cause.ExitNoted(own.end(), Optional.empty())))
                : Optional.empty();
    }

    private static OptionalLong sinceOutOfMemory(OwnWord own, long deathNanos) {
        if (own.outOfMemory().isEmpty()) {
            return OptionalLong.empty();
        }
        long end = own.end().isPresent() ? own.end().get().nanos() : deathNanos;
        return OptionalLong.of(end - own.outOfMemory().get().nanos());
    }

    /**
     * It exited 128 + n, and it says that somebody called {@code System.exit}, so that no signal stands behind that code. Asked
     * before the rules that read such a code as a signal.
     */
    static Optional<Diagnosis> exitCalledWithSignalsCode(Evidence evidence, Mechanism mechanism) {
        boolean itself = evidence.own()
                .filter(own -> own.key().pid() == evidence.death().child().key().pid())
                .isPresent();
        return itself && mechanism.signalInExitValue().isPresent() ? exitCalled(evidence, mechanism) : Optional.empty();
    }

    /** The java launcher ends a JVM so whose main class it does not find: nobody's call, and said better elsewhere. */
    private static boolean isLauncher(OwnWord.End end) {
        return !end.frames().isEmpty() && end.frames().get(0).startsWith("sun.launcher.");
    }

    /** It exited with an error, and it says who called {@code System.exit}. */
    static Optional<Diagnosis> exitCalled(Evidence evidence, Mechanism mechanism) {
        return exited(evidence, mechanism)
                .flatMap(OwnWord::end)
                .filter(end -> end.how() == How.EXIT_CALL && !isLauncher(end))
                .map(end -> verdict(
                        evidence,
                        mechanism,
                        Reason.ERROR,
                        Confidence.LIKELY,
                        "exit_called",
                        JvmHints.ended(evidence, mechanism),
                        new Cause.ExitNoted(Optional.of(end), Optional.empty())));
    }

    /** It exited 1 after its last thread, as a JVM does when an exception leaves main; one that left another thread is less of a reason. */
    static Optional<Diagnosis> uncaughtException(Evidence evidence, Mechanism mechanism) {
        Optional<OwnWord> own = exited(evidence, mechanism);
        boolean applies = mechanism.exitCode().orElse(0) == FAILED
                && own.flatMap(OwnWord::end)
                        .filter(end -> end.how() == How.LAST_THREAD)
                        .isPresent();
        if (!applies || own.flatMap(OwnWord::uncaught).isEmpty()) {
            return Optional.empty();
        }
        OwnWord.Uncaught uncaught = own.flatMap(OwnWord::uncaught).orElseThrow();
        JvmFailure failure =
                new JvmFailure(JvmFailure.Kind.UNCAUGHT, uncaught.thread(), shortened(uncaught.what()), "", false);
        return Optional.of(verdict(
                evidence,
                mechanism,
                Reason.ERROR,
                uncaught.thread().equals("main") ? Confidence.LIKELY : Confidence.POSSIBLE,
                "uncaught_exception",
                JvmHints.of(failure),
                new Cause.JvmSaid(failure)));
    }

    /**
     * It exited with an error, and did not note an end in order, as it does for {@code System.exit} and for the end of its last
     * thread. Of the JVM itself alone, that lived by its own word shortly before.
     */
    static Optional<Diagnosis> halted(Evidence evidence, Mechanism mechanism) {
        long deathNanos = evidence.death().nanos();
        boolean applies = mechanism.exitCode().orElse(0) != 0
                && evidence.own()
                        .filter(own -> own.end().isEmpty()
                                && own.key().pid()
                                        == evidence.death().child().key().pid()
                                && !BeatState.isLate(deathNanos - own.beatNanos(), own.intervalNanos()))
                        .isPresent();
        return applies
                ? Optional.of(Diagnosis.abnormal(
                                mechanism,
                                Reason.ERROR,
                                Confidence.LIKELY,
                                "exited_without_note",
                                clues(evidence, mechanism, Clue.NO_EXIT_NOTE),
                                Optional.of(JvmHints.ended(evidence, mechanism)))
                        .because(new Cause.ExitNoted(Optional.empty(), Optional.empty())))
                : Optional.empty();
    }

    // The word of a JVM that exited with an error: of the child, or of the one that its shell ran last.
    private static Optional<OwnWord> exited(Evidence evidence, Mechanism mechanism) {
        return mechanism.exitCode().orElse(0) == 0
                ? Optional.empty()
                : own(evidence)
                        .filter(own -> own.key().pid()
                                        == evidence.death().child().key().pid()
                                || !ExitRules.exitsOfItsOwn(
                                        evidence.death(), mechanism.exitCode().orElse(0)));
    }

    // Of one below a shell only if both ended together.
    private static Optional<OwnWord> own(Evidence evidence) {
        long child = evidence.death().child().key().pid();
        return evidence.own()
                .filter(own -> own.key().pid() == child
                        || (ExitRules.isShell(evidence.death())
                                && own.end()
                                        .filter(end -> evidence.death().nanos() - end.nanos() <= CLOSE_NANOS)
                                        .isPresent()));
    }

    private static Optional<JvmFailure> outOfMemory(OwnWord own) {
        if (own.outOfMemory().isEmpty() || own.uncaught().isEmpty()) {
            return Optional.empty();
        }
        OwnWord.OutOfMemory error = own.outOfMemory().get();
        OwnWord.Uncaught uncaught = own.uncaught().get();
        boolean same = error.nanos() == uncaught.nanos();
        boolean itself = uncaught.type().equals(OutOfMemoryError.class.getName());
        // Of an earlier one the thread is not kept.
        return Optional.of(new JvmFailure(
                JvmFailure.Kind.OUT_OF_MEMORY,
                same ? uncaught.thread() : "",
                shortened(same && !itself ? uncaught.what() : error.what()),
                same && !itself ? shortened(error.what()) : "",
                false));
    }

    private static String shortened(String text) {
        return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS);
    }

    private static Diagnosis verdict(
            Evidence evidence,
            Mechanism mechanism,
            Reason reason,
            Confidence confidence,
            String rule,
            Hint hint,
            Cause cause) {
        return Diagnosis.abnormal(
                        mechanism,
                        reason,
                        confidence,
                        rule,
                        clues(evidence, mechanism, Clue.LAST_WORDS),
                        Optional.of(hint))
                .because(cause);
    }

    private static List<Clue> clues(Evidence evidence, Mechanism mechanism, Clue first) {
        List<Clue> clues = new ArrayList<>(List.of(first, ExitRules.witness(mechanism)));
        ExitRules.addOtherDestroyCall(evidence, clues);
        return clues;
    }
}
