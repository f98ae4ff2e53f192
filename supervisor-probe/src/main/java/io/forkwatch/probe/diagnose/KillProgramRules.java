package io.forkwatch.probe.diagnose;

import io.forkwatch.probe.diagnose.verdict.Cause;
import io.forkwatch.probe.diagnose.verdict.Clue;
import io.forkwatch.probe.diagnose.verdict.Confidence;
import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.diagnose.verdict.Mechanism;
import io.forkwatch.probe.diagnose.verdict.Reason;
import io.forkwatch.probe.diagnose.verdict.Signals;
import io.forkwatch.probe.evidence.Evidence;
import io.forkwatch.probe.evidence.KillRun;
import io.forkwatch.probe.evidence.WrapperEnds;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.death.Descendant;
import io.forkwatch.probe.process.program.KillCommand;
import io.forkwatch.probe.process.program.KillCommand.Standing;
import io.forkwatch.probe.process.program.KillCommand.Target;
import io.forkwatch.probe.process.program.Programs;
import io.forkwatch.probe.process.program.ScriptCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** The rules over programs that this JVM started to end other processes: {@code kill -9 4242}. */
final class KillProgramRules {
    // A request acts within the grace that shutdown hooks get; SIGKILL acts at once.
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long AT_ONCE_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final int COMM_CHARACTERS = 15;

    private KillProgramRules() {}

    /**
     * Its words name the child, or the process below it whose end the child passes on, its signal is the one that ended
     * that, and it did not fail. Never certain, for another one may have been quicker.
     */
    static Optional<Diagnosis> killed(Evidence evidence, Mechanism mechanism) {
        return diagnosis(evidence, mechanism, Confidence.LIKELY, "killed_through_program");
    }

    /** The same where its words do not say so much: a name, a part of a script that may not have been run. */
    static Optional<Diagnosis> perhapsKilled(Evidence evidence, Mechanism mechanism) {
        return diagnosis(evidence, mechanism, Confidence.POSSIBLE, "perhaps_killed_through_program");
    }

    private static Optional<Diagnosis> diagnosis(
            Evidence evidence, Mechanism mechanism, Confidence wanted, String rule) {
        for (KillRun run : evidence.killRuns()) {
            Optional<Cause.ProgramKilled> cause = causeIn(evidence.death(), mechanism, run, wanted);
            if (cause.isPresent()) {
                List<Clue> clues = new ArrayList<>(List.of(Clue.KILL_PROGRAM, ExitRules.witness(mechanism)));
                ExitRules.addOtherDestroyCall(evidence, clues);
                return Optional.of(new Diagnosis(
                        mechanism,
                        Reason.KILLED_BY_SUPERVISOR,
                        wanted,
                        rule,
                        clues,
                        Optional.of(cause.get()),
                        Optional.empty(),
                        true));
            }
        }
        return Optional.empty();
    }

    // What stands in a script may not have been run; what a child, or a process below it, did is not this JVM's own
    // deed.
    private static Optional<Cause.ProgramKilled> causeIn(
            Death death, Mechanism mechanism, KillRun run, Confidence wanted) {
        boolean below = run.program().childPid() != 0;
        for (KillCommand command : run.words()) {
            Optional<Cause.ProgramKilled> cause = cause(death, mechanism, run, command, below, wanted);
            if (cause.isPresent()) {
                return cause;
            }
        }
        boolean possible = wanted == Confidence.POSSIBLE && !readsTheSame(death, run);
        for (KillCommand command : possible ? run.read() : List.<KillCommand>of()) {
            Optional<Cause.ProgramKilled> cause = cause(death, mechanism, run, plain(command), true, wanted);
            if (cause.isPresent()) {
                return cause;
            }
        }
        return Optional.empty();
    }

    // The start script of a server has a kill of its own, in a branch that is not taken: it counts only for whom it
    // names.
    private static KillCommand plain(KillCommand command) {
        if (command.standing() != Standing.AMONG) {
            return command;
        }
        List<Target> named = command.targets().stream()
                .filter(target -> target.kind() == Target.Kind.PID
                        || target.kind() == Target.Kind.GROUP
                        || target.kind() == Target.Kind.PARENT)
                .toList();
        return new KillCommand(command.signal(), named, command.standing());
    }

    // Workers that are all the same script end what they started, not each other.
    private static boolean readsTheSame(Death death, KillRun run) {
        List<String> own = paths(death.child().command().arguments());
        return paths(run.program().command().arguments()).stream().anyMatch(own::contains);
    }

    private static List<String> paths(List<String> arguments) {
        return ScriptCall.in(arguments).stream().map(ScriptCall::path).toList();
    }

    private static Optional<Cause.ProgramKilled> cause(
            Death death, Mechanism mechanism, KillRun run, KillCommand command, boolean weak, Confidence wanted) {
        int signal = mechanism.signalInExitValue().orElse(0);
        if (command.signal() != signal && (command.signal() != KillCommand.ANY_SIGNAL || !isUsual(signal))) {
            return Optional.empty();
        }
        OptionalLong victim = victim(death, mechanism, signal, command);
        boolean named = victim.isPresent();
        if (!named && isEndItself(mechanism, signal) && mayMean(death, command)) {
            victim = OptionalLong.of(death.child().key().pid());
        }
        if (victim.isEmpty()
                || (weak ? weakly(death, run, named) : grade(death, run, command, named))
                        .filter(wanted::equals)
                        .isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Cause.ProgramKilled(run.program(), signal, victim.getAsLong(), run.exitValue()));
    }

    private static boolean isUsual(int signal) {
        return signal == Signals.SIGKILL || signal == Signals.SIGTERM;
    }

    // A signal ended it, or it is one that a JVM catches and exits 128 + n by itself.
    private static boolean isEndItself(Mechanism mechanism, int signal) {
        return mechanism.signal().isPresent() || Signals.asksToStop(signal) || !mechanism.exact();
    }

    /** The process that the words name: the child, or one below it whose end it passes on. */
    private static OptionalLong victim(Death death, Mechanism mechanism, int signal, KillCommand command) {
        long own = death.child().key().pid();
        for (Target target : command.targets()) {
            boolean ownIsMeant = target.is(Target.Kind.PID, OptionalLong.of(own))
                    || target.is(Target.Kind.GROUP, death.around().group())
                    || target.is(Target.Kind.PARENT, death.around().ppid());
            if (ownIsMeant && isEndItself(mechanism, signal)) {
                return OptionalLong.of(own);
            }
        }
        boolean passesOn = mechanism.signal().isEmpty()
                || WrapperEnds.endsAlike(death.child().command().arguments());
        return passesOn ? victimBelow(death, command) : OptionalLong.empty();
    }

    private static OptionalLong victimBelow(Death death, KillCommand command) {
        for (Descendant each : Culprits.chain(death)) {
            OptionalLong pid = OptionalLong.of(each.key().pid());
            OptionalLong ppid = OptionalLong.of(each.ppid());
            boolean meant = command.targets().stream()
                    .anyMatch(target -> target.is(Target.Kind.PID, pid) || target.is(Target.Kind.PARENT, ppid));
            if (meant) {
                return pid;
            }
        }
        return OptionalLong.empty();
    }

    /** True if the words may stand for the child: by a name or a part of its command, or because only a shell knows. */
    private static boolean mayMean(Death death, KillCommand command) {
        List<String> words = death.child().command().arguments();
        String joined = death.child().command().joined();
        return command.targets().stream().anyMatch(target -> switch (target.kind()) {
            case UNKNOWN -> true;
            // What a wrapper or a shell has become is among its words.
            case NAME ->
                words.stream().map(Programs::basename).anyMatch(word -> contains(cut(word), cut(target.text())));
            case COMMAND -> contains(joined, target.text());
            default -> false;
        });
    }

    private static String cut(String name) {
        return name.length() > COMM_CHARACTERS ? name.substring(0, COMM_CHARACTERS) : name;
    }

    // A regular expression may stand for anything: it is not tried here.
    private static boolean contains(String text, String pattern) {
        boolean plain = pattern.chars().allMatch(c -> Character.isLetterOrDigit(c) || " _-/.:=".indexOf(c) >= 0);
        return !plain || text.contains(pattern);
    }

    // Where it names the victim it may do so at any time, else only at once.
    private static Optional<Confidence> weakly(Death death, KillRun run, boolean named) {
        long ageNanos = death.nanos() - run.program().nanos();
        boolean inTime = ageNanos >= 0 && ageNanos <= (named ? GRACE_NANOS : AT_ONCE_NANOS);
        return inTime ? Optional.of(Confidence.POSSIBLE) : Optional.empty();
    }

    /** How sure it is that this command did it; empty if it did not. */
    private static Optional<Confidence> grade(Death death, KillRun run, KillCommand command, boolean named) {
        long ageNanos = death.nanos() - run.program().nanos();
        boolean known = run.exitValue().isPresent();
        boolean ownCode = command.standing() == Standing.ALONE || command.standing() == Standing.LAST;
        boolean failed = known && ownCode && run.exitValue().getAsInt() != 0;
        boolean several =
                command.standing() == Standing.ALONE && command.targets().size() > 1;
        if (ageNanos < 0 || ageNanos > GRACE_NANOS || (failed && !several)) {
            return Optional.empty();
        }
        boolean prompt = ageNanos <= (command.signal() == Signals.SIGKILL ? AT_ONCE_NANOS : GRACE_NANOS);
        boolean done = known && ownCode && !failed;
        boolean started = command.standing() == Standing.FIRST || (command.standing() == Standing.ALONE && !known);
        boolean sure = named && command.signal() != KillCommand.ANY_SIGNAL && (done || (started && prompt));
        return Optional.of(sure ? Confidence.LIKELY : Confidence.POSSIBLE).filter(grade -> sure || prompt);
    }
}
