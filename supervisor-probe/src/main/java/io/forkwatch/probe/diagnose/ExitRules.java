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
import io.forkwatch.probe.process.death.Ending;
import io.forkwatch.probe.process.event.Kill;
import io.forkwatch.probe.process.program.Programs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** The rules that need nothing but what the supervisor's own process saw. {@link Diagnoser} holds their order. */
final class ExitRules {
    // A request acts at once, or within the grace that shutdown hooks get; what lies further back proves less.
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(30);

    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_FOUND = 127;
    private static final long EXEC_FAILURE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private ExitRules() {}

    /**
     * This JVM called destroy, and the child ended as that call makes a process end. Exit 143 counts too: a JVM that
     * gets SIGTERM runs its hooks and exits 143 by itself.
     */
    static Optional<Diagnosis> killedBySupervisor(Evidence evidence, Mechanism mechanism) {
        return matchingKill(evidence.death(), mechanism).map(kill -> {
            boolean sure = mechanism.exact() && evidence.death().nanos() - kill.nanos() <= FRESH_NANOS;
            return new Diagnosis(
                    mechanism,
                    Reason.KILLED_BY_SUPERVISOR,
                    sure ? Confidence.CERTAIN : Confidence.LIKELY,
                    "killed_by_supervisor",
                    List.of(Clue.DESTROY_CALL, witness(mechanism)),
                    Optional.of(new Cause.DestroyCalled(kill)),
                    Optional.empty(),
                    true);
        });
    }

    /** It exited 0, whatever was asked of it before. */
    static Optional<Diagnosis> ok(Evidence evidence, Mechanism mechanism) {
        if (mechanism.exitCode().orElse(-1) != 0) {
            return Optional.empty();
        }
        return Optional.of(new Diagnosis(
                mechanism,
                Reason.OK,
                Confidence.CERTAIN,
                "ok",
                List.of(witness(mechanism)),
                Optional.empty(),
                Optional.empty(),
                false));
    }

    /**
     * SIGKILL that neither this JVM nor the kernel's OOM killer sent: nobody called destroy, and no kill was counted on
     * the machine, or at least none in the child's cgroup. Likely, as only the sender itself could prove it.
     */
    static Optional<Diagnosis> killedExternally(Evidence evidence, Mechanism mechanism) {
        List<Clue> oom = OomRules.clues(evidence.death(), mechanism);
        boolean applies = mechanism.signal().orElse(0) == Signals.SIGKILL
                && destroyClue(evidence) == Clue.NO_DESTROY_CALL
                && (oom.contains(Clue.NO_OOM_KILL) || oom.contains(Clue.CGROUP_COUNTER_STILL));
        if (!applies) {
            return Optional.empty();
        }
        List<Clue> clues = new ArrayList<>(List.of(witness(mechanism)));
        clues.addAll(oom);
        clues.add(Clue.NO_DESTROY_CALL);
        return Optional.of(Diagnosis.abnormal(
                mechanism,
                Reason.KILLED_EXTERNALLY,
                Confidence.LIKELY,
                "killed_externally",
                clues,
                Optional.of(Hint.Plain.FIND_OTHER_KILLER)));
    }

    /** A signal ended it that this JVM did not send through destroy. Certain as to the signal; the sender is not known. */
    static Optional<Diagnosis> signal(Evidence evidence, Mechanism mechanism) {
        if (mechanism.signal().isEmpty()) {
            return Optional.empty();
        }
        List<Clue> clues = new ArrayList<>(List.of(witness(mechanism)));
        List<Clue> oom = OomRules.clues(evidence.death(), mechanism);
        clues.addAll(oom);
        clues.add(destroyClue(evidence));
        return Optional.of(Diagnosis.abnormal(
                mechanism,
                Reason.SIGNAL,
                Confidence.CERTAIN,
                "signal",
                clues,
                oom.contains(Clue.NO_OOM_KILL)
                        ? Optional.of(Hint.Plain.FIND_OTHER_KILLER)
                        : signalHint(evidence, mechanism.signal().getAsInt())));
    }

    /** A young shell exited 126 or 127: it could not run its command. A script may exit so of its own accord. */
    static Optional<Diagnosis> commandNotRun(Evidence evidence, Mechanism mechanism) {
        Death death = evidence.death();
        int code = mechanism.exitCode().orElse(0);
        boolean applies = (code == NOT_EXECUTABLE || code == NOT_FOUND)
                && isShell(death)
                && evidence.program().isEmpty()
                && death.lifetime().toNanos() < EXEC_FAILURE_NANOS
                && !exitsOfItsOwn(death, code);
        if (!applies) {
            return Optional.empty();
        }
        List<Clue> clues = new ArrayList<>(List.of(witness(mechanism)));
        addOtherDestroyCall(evidence, clues);
        boolean found = code == NOT_EXECUTABLE;
        return Optional.of(Diagnosis.abnormal(
                        mechanism,
                        Reason.ERROR,
                        Confidence.LIKELY,
                        found ? "command_not_executable" : "command_not_found",
                        clues,
                        Optional.of(found ? Hint.Plain.COMMAND_NOT_EXECUTABLE : Hint.Plain.COMMAND_NOT_FOUND))
                .because(new Cause.CommandNotRun(found)));
    }

    // The script itself says which code it exits with: nothing that it ran was the reason.
    static boolean exitsOfItsOwn(Death death, int code) {
        String text = death.child().command().joined();
        String exit = "exit " + code;
        int end = text.indexOf(exit) + exit.length();
        return end >= exit.length() && (end == text.length() || !Character.isDigit(text.charAt(end)));
    }

    /** It exited by itself with another code than 0. Certain as to that; why it did so is its own affair. */
    static Optional<Diagnosis> error(Evidence evidence, Mechanism mechanism) {
        if (mechanism.exitCode().orElse(0) == 0) {
            return Optional.empty();
        }
        List<Clue> clues = new ArrayList<>(List.of(witness(mechanism)));
        addOtherDestroyCall(evidence, clues);
        OptionalInt signal = mechanism.signalInExitValue();
        Optional<Hint> limit = LimitRules.hint(evidence.death());
        boolean denied = ForwardRules.isDenied(evidence, mechanism);
        if (denied) {
            clues.add(Clue.SHELL_SILENT);
        }
        Optional<Hint> ownCode = signal.isPresent() && !denied
                ? Optional.of(new Hint.SignalCode(signal.getAsInt()))
                : endedItself(evidence, mechanism);
        Optional<Hint> hint = limit.isPresent() ? limit : ownCode;
        return Optional.of(Diagnosis.abnormal(mechanism, Reason.ERROR, Confidence.CERTAIN, "error", clues, hint));
    }

    /** Nothing proves how it ended: nobody saw it, or the exit value reads two ways. */
    static Diagnosis unknown(Evidence evidence, Mechanism mechanism) {
        List<Clue> clues = new ArrayList<>();
        mechanism.exitValue().ifPresent(value -> clues.add(Clue.EXIT_VALUE));
        addOtherDestroyCall(evidence, clues);
        int maybe = mechanism.signalInExitValue().orElse(0);
        boolean worthACheck = maybe == Signals.SIGKILL || maybe == Signals.SIGABRT;
        return new Diagnosis(
                mechanism,
                Reason.UNKNOWN,
                Confidence.POSSIBLE,
                mechanism.exitValue().isPresent() ? "ambiguous_exit_value" : "vanished",
                clues,
                Optional.empty(),
                worthACheck ? signalHint(evidence, maybe) : Optional.empty(),
                // The usual end of a child of another library is no news.
                !(evidence.death().ending() instanceof Ending.Unannounced));
    }

    // The oldest fresh request did it, later ones found it dying; if none is fresh, the newest is the best guess.
    private static Optional<Kill> matchingKill(Death death, Mechanism mechanism) {
        Kill stale = null;
        for (Kill kill : death.kills()) {
            long ageNanos = death.nanos() - kill.nanos();
            if (ageNanos < 0 || kill.pid() != death.child().key().pid() || !matches(kill, mechanism)) {
                continue;
            }
            if (ageNanos <= FRESH_NANOS) {
                return Optional.of(kill);
            }
            stale = kill;
        }
        return Optional.ofNullable(stale);
    }

    private static boolean matches(Kill kill, Mechanism mechanism) {
        if (mechanism.signal().isPresent()) {
            return mechanism.signal().getAsInt() == kill.signal();
        }
        boolean caughtByItself = !kill.force() || !mechanism.exact();
        return caughtByItself && mechanism.signalInExitValue().orElse(0) == kill.signal();
    }

    static Clue witness(Mechanism mechanism) {
        if (mechanism.hidden()) {
            return Clue.PROCESS_FLAGS;
        }
        return mechanism.exact() ? Clue.WAIT_STATUS : Clue.EXIT_VALUE;
    }

    static Clue destroyClue(Evidence evidence) {
        if (destroyCalled(evidence.death())) {
            return Clue.OTHER_DESTROY_CALL;
        }
        return evidence.killsWatched() ? Clue.NO_DESTROY_CALL : Clue.DESTROY_UNWATCHED;
    }

    static void addOtherDestroyCall(Evidence evidence, List<Clue> clues) {
        if (destroyCalled(evidence.death())) {
            clues.add(Clue.OTHER_DESTROY_CALL);
        }
    }

    // A launcher that cleans up may call destroy on a zombie: too late to be of interest.
    private static boolean destroyCalled(Death death) {
        long own = death.child().key().pid();
        return death.kills().stream().anyMatch(kill -> kill.pid() == own && death.nanos() - kill.nanos() >= 0);
    }

    /** True if one that it ran has ended. */
    static boolean ranOne(Death death) {
        return death.descendants().stream().anyMatch(descendant -> !descendant.alive());
    }

    static boolean isShell(Death death) {
        String program = death.child().command().program();
        return Programs.isShell(program) || Programs.isMultiCall(program) || program.endsWith(".sh");
    }

    static boolean isJava(Death death) {
        return Programs.isJava(death.child().command().program());
    }

    // The program itself, or what a shell was asked to run. Not where this JVM asked it to end, in whatever way.
    private static Optional<Hint> endedItself(Evidence evidence, Mechanism mechanism) {
        Death death = evidence.death();
        if (destroyCalled(death)) {
            return Optional.empty();
        }
        return Optional.of(
                runsJvm(death) || JvmHints.isWithoutAgents(evidence)
                        ? JvmHints.ended(evidence, mechanism)
                        : Hint.Plain.ENDED_ITSELF);
    }

    /** True for a {@code java} command, and for a shell that was asked to run one. */
    static boolean runsJvm(Death death) {
        return isJava(death)
                || (isShell(death) && death.child().command().joined().contains("java"));
    }

    private static Optional<Hint> signalHint(Evidence evidence, int signal) {
        return switch (signal) {
            case Signals.SIGKILL -> Optional.of(Hint.Plain.FIND_KILLER);
            case Signals.SIGHUP, Signals.SIGINT, Signals.SIGQUIT, Signals.SIGTERM ->
                Optional.of(Hint.Plain.SHUTDOWN_REQUEST);
            case Signals.SIGILL, Signals.SIGBUS, Signals.SIGFPE, Signals.SIGSEGV ->
                Optional.of(Hint.Plain.NATIVE_FAULT);
            case Signals.SIGABRT -> Optional.of(JvmHints.abort(evidence));
            case Signals.SIGPIPE -> Optional.of(Hint.Plain.BROKEN_PIPE);
            case Signals.SIGXCPU -> Optional.of(Hint.Plain.CPU_TIME_LIMIT);
            case Signals.SIGXFSZ -> Optional.of(Hint.Plain.FILE_SIZE_LIMIT);
            default -> Optional.empty();
        };
    }
}
