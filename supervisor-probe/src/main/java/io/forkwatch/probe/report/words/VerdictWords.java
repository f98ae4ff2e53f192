package io.forkwatch.probe.report.words;

import io.forkwatch.probe.diagnose.verdict.Clue;
import io.forkwatch.probe.diagnose.verdict.Confidence;
import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.diagnose.verdict.Mechanism;
import io.forkwatch.probe.diagnose.verdict.Reason;
import io.forkwatch.probe.diagnose.verdict.Signals;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.death.Descendant;
import io.forkwatch.probe.process.program.Programs;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** How a child ended and why, in the first line of its summary. */
final class VerdictWords {
    // A look may fall between the end of a process and that of the child.
    private static final long TOGETHER_NANOS = 250_000_000;

    private final Phrases phrases;

    VerdictWords(Phrases phrases) {
        this.phrases = phrases;
    }

    /** Everything that matters, without its grade. */
    String verdict(Death death, Diagnosis diagnosis) {
        CauseVerdict sentences = new CauseVerdict(
                phrases,
                death.child().key().pid(),
                death.nanos(),
                Programs.basename(death.child().command().program()),
                diagnosis.mechanism(),
                diagnosis.confidence());
        return diagnosis.cause().map(cause -> cause.match(sentences)).orElseGet(() -> unnamed(death, diagnosis));
    }

    /** The reason rests on the end itself and on counters. */
    private String unnamed(Death death, Diagnosis diagnosis) {
        Mechanism mechanism = diagnosis.mechanism();
        return switch (diagnosis.reason()) {
            case OK -> phrases.say(perhapsOutlived(diagnosis) ? "verdict.ok.oom.possible" : "verdict.ok");
            case ERROR -> error(mechanism);
            case SIGNAL -> signal(death, diagnosis);
            case KILLED_BY_SUPERVISOR -> phrases.say("verdict.killed_by_supervisor");
            case KILLED_EXTERNALLY ->
                phrases.say(
                        "verdict.killed_externally",
                        phrases.signal(mechanism.signal().orElse(0)));
            case CPU_LIMIT -> phrases.cpuLimit(mechanism);
            case OOM_CGROUP, OOM_HOST -> oom(death, diagnosis);
            case OUT_OF_MEMORY -> error(mechanism);
            case UNKNOWN -> unknown(mechanism);
            case JVM_CRASH ->
                phrases.say("verdict.jvm_crash.stderr", mechanism.exitValue().orElse(0));
            case JVM_OOME -> outOfMemory(death, diagnosis);
        };
    }

    /** True if the grade is within the sentence, as that of its surest part would mislead at the end. */
    static boolean gradesItself(Diagnosis diagnosis) {
        return perhapsOutlived(diagnosis)
                || (diagnosis.reason() == Reason.OK
                        && (diagnosis.evidence().contains(Clue.STDERR_TAIL)
                                || diagnosis.evidence().contains(Clue.LAST_WORDS)));
    }

    private static boolean perhapsOutlived(Diagnosis diagnosis) {
        return diagnosis.reason() == Reason.OK
                && diagnosis.evidence().contains(Clue.CGROUP_OOM_COUNTER)
                && !diagnosis.evidence().contains(Clue.KERNEL_LOG);
    }

    private String error(Mechanism mechanism) {
        int exit = mechanism.exitCode().orElse(0);
        return phrases.say(mechanism.signalInExitValue().isEmpty() ? "verdict.exit" : "verdict.exit_by_itself", exit);
    }

    private String signal(Death death, Diagnosis diagnosis) {
        if (diagnosis.evidence().contains(Clue.JVM_EXIT_CODE)) {
            return askedToStop(diagnosis);
        }
        int number = diagnosis.mechanism().signal().orElse(0);
        String signal = phrases.signal(number);
        if (Signals.dumpsCore(number) && !diagnosis.mechanism().hidden()) {
            boolean dumped = diagnosis.mechanism().coreDumped();
            return phrases.say(dumped ? "verdict.signal.core" : "verdict.signal.no_core", signal);
        }
        if (Signals.brokenPipe(number) || Signals.dumpsCore(number)) {
            return phrases.say("verdict.signal", signal);
        }
        if (diagnosis.evidence().contains(Clue.NO_DESTROY_CALL)) {
            return phrases.say("verdict.signal.nobody_here", signal);
        }
        return Phrases.otherKill(death, diagnosis)
                .map(kill -> phrases.say("verdict.signal.other_call", signal, kill.call()))
                .orElseGet(() -> phrases.say("verdict.signal.unknown_sender", signal));
    }

    private String askedToStop(Diagnosis diagnosis) {
        boolean nobodyHere = diagnosis.evidence().contains(Clue.NO_DESTROY_CALL);
        return phrases.say(
                nobodyHere ? "verdict.jvm_stopped.nobody_here" : "verdict.jvm_stopped",
                phrases.signal(diagnosis.mechanism().signalInExitValue().orElse(0)),
                diagnosis.mechanism().exitValue().orElse(0));
    }

    // Without a crash file: what the JVM's end and its heap showed.
    private String outOfMemory(Death death, Diagnosis diagnosis) {
        OptionalInt killed = diagnosis.mechanism().signalInExitValue();
        if (killed.isPresent()) {
            boolean possibly = diagnosis.confidence() == Confidence.POSSIBLE;
            return phrases.say(
                    possibly ? "verdict.jvm_oome.killed.possible" : "verdict.jvm_oome.killed",
                    phrases.signal(killed.getAsInt()));
        }
        int exit = diagnosis.mechanism().exitCode().orElse(0);
        if (diagnosis.confidence() == Confidence.POSSIBLE) {
            return phrases.say("verdict.jvm_oome.possible", exit);
        }
        return diagnosis
                .jvm()
                .filter(jvm -> jvm.key().pid() != death.child().key().pid())
                .map(jvm -> phrases.say("verdict.jvm_oome.exit.below", jvm.key().pid(), exit))
                .orElseGet(() -> phrases.say("verdict.jvm_oome.exit", exit));
    }

    private String oom(Death death, Diagnosis diagnosis) {
        OptionalLong limit = Phrases.limit(death);
        boolean possible = diagnosis.confidence() == Confidence.POSSIBLE;
        OptionalInt signal = diagnosis.mechanism().signal();
        if (signal.isPresent()) {
            return possible
                    ? phrases.sayWithLimit("verdict.oom.possible", limit, phrases.signal(signal.getAsInt()))
                    : phrases.sayWithLimit("verdict.oom", limit);
        }
        int exit = diagnosis.mechanism().exitCode().orElse(0);
        return possible ? phrases.sayWithLimit("verdict.oom.exit", limit, exit) : oomBelow(death, limit, exit);
    }

    private String oomBelow(Death death, OptionalLong limit, int exit) {
        List<Descendant> ended = death.descendants().stream()
                .filter(each -> each.endedSince(death.nanos() - TOGETHER_NANOS))
                .toList();
        // The kernel takes the largest; which one that was is known only where no other came near it.
        boolean known = ended.size() == 1
                || (ended.size() > 1
                        && ended.get(0).rssBytes() >= 2 * ended.get(1).rssBytes());
        return known
                ? phrases.sayWithLimit(
                        "verdict.oom.victim",
                        limit,
                        ended.get(0).comm(),
                        ended.get(0).key().pid(),
                        exit)
                : phrases.sayWithLimit("verdict.oom.process", limit, exit);
    }

    private String unknown(Mechanism mechanism) {
        if (mechanism.exitValue().isEmpty()) {
            return phrases.say("verdict.unknown.vanished");
        }
        int value = mechanism.exitValue().getAsInt();
        OptionalInt signal = mechanism.signalInExitValue();
        return signal.isPresent()
                ? phrases.say("verdict.unknown.ambiguous", value, phrases.signal(signal.getAsInt()))
                : phrases.say("verdict.unknown.unseen", value);
    }
}
