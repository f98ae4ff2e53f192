package io.forkwatch.probe.report.words;

import io.forkwatch.probe.diagnose.verdict.Clue;
import io.forkwatch.probe.diagnose.verdict.Confidence;
import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.diagnose.verdict.Hint;
import io.forkwatch.probe.diagnose.verdict.Mechanism;
import io.forkwatch.probe.diagnose.verdict.Reason;
import io.forkwatch.probe.diagnose.verdict.Signals;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.death.Descendant;
import io.forkwatch.probe.process.death.JvmFailure;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** How a child ended and why, in the first line of its summary. */
final class VerdictWords {
    /** HotSpot, vmError.cpp: malloc(3) or mmap(2) failed; which one stands behind it. */
    private static final String NO_NATIVE_MEMORY = "There is insufficient memory for the Java Runtime Environment";

    private final Phrases phrases;
    private final KernelWords kernel;

    VerdictWords(Phrases phrases) {
        this.phrases = phrases;
        this.kernel = new KernelWords(phrases);
    }

    /** Everything that matters, without its grade. */
    String verdict(Death death, Diagnosis diagnosis) {
        if (diagnosis.hint().orElse(null) instanceof Hint.JvmSaid said) {
            return jvmSaid(diagnosis.mechanism().exitCode().orElse(0), said.failure());
        }
        return switch (diagnosis.reason()) {
            case OK -> ok(death, diagnosis);
            case ERROR -> error(diagnosis);
            case SIGNAL -> signal(death, diagnosis);
            case KILLED_BY_SUPERVISOR ->
                diagnosis
                        .killedBy()
                        .map(kill -> phrases.say("verdict.killed_by_supervisor.call", phrases.call(kill)))
                        .orElseGet(() -> phrases.say("verdict.killed_by_supervisor"));
            case KILLED_EXTERNALLY ->
                phrases.say(
                        "verdict.killed_externally",
                        phrases.signal(diagnosis.mechanism().signal().orElse(0)));
            case CPU_LIMIT -> cpuLimit(diagnosis);
            case OOM_CGROUP, OOM_HOST -> oom(death, diagnosis);
            case UNKNOWN -> unknown(diagnosis.mechanism());
            case JVM_CRASH, JVM_OOME -> crash(death, diagnosis);
            default -> diagnosis.reason().label();
        };
    }

    private String jvmSaid(int exit, JvmFailure failure) {
        String what = failure.cause().isEmpty()
                ? failure.what()
                : phrases.say("verdict.jvm_said.cause", failure.what(), failure.cause());
        return switch (failure.kind()) {
            case NOT_STARTED -> phrases.say("verdict.jvm_said.not_started", exit, what);
            case NO_NATIVE_MEMORY -> phrases.say("verdict.jvm_said.no_memory", exit, what);
            case OUT_OF_MEMORY, UNCAUGHT -> {
                if (failure.thread().isEmpty()) {
                    yield phrases.say("verdict.jvm_said.after", exit, what);
                }
                String key = exit == 0 ? "verdict.jvm_said.thread_died" : "verdict.jvm_said.uncaught";
                yield phrases.say(key, exit, what, failure.thread());
            }
        };
    }

    /** True if the grade is within the sentence, as that of its surest part would mislead at the end. */
    static boolean gradesItself(Diagnosis diagnosis) {
        return perhapsOutlived(diagnosis) || (diagnosis.reason() == Reason.OK && saidByJvm(diagnosis));
    }

    private static boolean saidByJvm(Diagnosis diagnosis) {
        return diagnosis.hint().orElse(null) instanceof Hint.JvmSaid;
    }

    private static boolean perhapsOutlived(Diagnosis diagnosis) {
        return diagnosis.reason() == Reason.OK
                && diagnosis.evidence().contains(Clue.CGROUP_OOM_COUNTER)
                && !diagnosis.evidence().contains(Clue.KERNEL_LOG);
    }

    private String ok(Death death, Diagnosis diagnosis) {
        if (diagnosis.hint().orElse(null) instanceof Hint.OomKilled killed) {
            return kernel.verdict(death, diagnosis, killed);
        }
        return phrases.say(perhapsOutlived(diagnosis) ? "verdict.ok.oom.possible" : "verdict.ok");
    }

    private String error(Diagnosis diagnosis) {
        Mechanism mechanism = diagnosis.mechanism();
        int exit = mechanism.exitCode().orElse(0);
        if (diagnosis.hint().orElse(null) == Hint.Plain.COMMAND_NOT_FOUND) {
            return phrases.say("verdict.exit.not_found", exit);
        }
        if (diagnosis.hint().orElse(null) == Hint.Plain.COMMAND_NOT_EXECUTABLE) {
            return phrases.say("verdict.exit.not_executable", exit);
        }
        if (mechanism.signalInExitValue().isEmpty()) {
            return phrases.say("verdict.exit", exit);
        }
        return diagnosis.hint().orElse(null) instanceof Hint.Forwarded forwarded
                ? forwarded(diagnosis, forwarded, exit)
                : phrases.say("verdict.exit_by_itself", exit);
    }

    private String forwarded(Diagnosis diagnosis, Hint.Forwarded forwarded, int exit) {
        Descendant victim = forwarded.victim();
        boolean likely = diagnosis.confidence() == Confidence.LIKELY;
        return phrases.say(
                likely ? "verdict.forwarded" : "verdict.forwarded.possible",
                victim.comm(),
                victim.key().pid(),
                phrases.signal(forwarded.signal()),
                exit);
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
                .map(kill -> phrases.say("verdict.signal.other_call", signal, Phrases.method(kill)))
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

    private String cpuLimit(Diagnosis diagnosis) {
        OptionalInt signal = diagnosis.mechanism().signal();
        return signal.isPresent()
                ? phrases.say("verdict.cpu_limit", phrases.signal(signal.getAsInt()))
                : phrases.say(
                        "verdict.cpu_limit.below",
                        diagnosis.mechanism().exitCode().orElse(0));
    }

    private String crash(Death death, Diagnosis diagnosis) {
        if (!(diagnosis.hint().orElse(null) instanceof Hint.ReadCrashFile file)) {
            return outOfMemory(death, diagnosis);
        }
        boolean own = file.pid() == death.child().key().pid();
        if (file.outOfMemory().isPresent()) {
            String what = file.outOfMemory().get();
            return own
                    ? phrases.say("verdict.jvm_oome", what)
                    : phrases.say("verdict.jvm_oome.below", file.pid(), what);
        }
        if (file.summary().startsWith(NO_NATIVE_MEMORY)) {
            return own
                    ? phrases.say("verdict.jvm_no_native_memory")
                    : phrases.say("verdict.jvm_no_native_memory.below", file.pid());
        }
        String what = file.signal().orElse(file.summary());
        Optional<String> frame = file.signal().isPresent() ? file.frame() : Optional.empty();
        if (own) {
            return frame.map(at -> phrases.say("verdict.jvm_crash.frame", what, at))
                    .orElseGet(() -> phrases.say("verdict.jvm_crash", what));
        }
        return frame.map(at -> phrases.say("verdict.jvm_crash.below.frame", file.pid(), what, at))
                .orElseGet(() -> phrases.say("verdict.jvm_crash.below", file.pid(), what));
    }

    private String oom(Death death, Diagnosis diagnosis) {
        if (diagnosis.hint().orElse(null) instanceof Hint.OomKilled killed) {
            return kernel.verdict(death, diagnosis, killed);
        }
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
        return death.descendants().stream()
                .filter(descendant -> !descendant.alive())
                .findFirst()
                .map(victim -> phrases.sayWithLimit(
                        "verdict.oom.victim", limit, victim.comm(), victim.key().pid(), exit))
                .orElseGet(() -> phrases.sayWithLimit("verdict.oom.process", limit, exit));
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
