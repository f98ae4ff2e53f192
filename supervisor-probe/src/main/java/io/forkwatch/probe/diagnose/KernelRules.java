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
import io.forkwatch.probe.evidence.WrapperEnds;
import io.forkwatch.probe.evidence.kernel.KernelLogExcerpt;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.death.Descendant;
import io.forkwatch.probe.process.death.OomCounts;
import io.forkwatch.probe.process.death.OomKill;
import io.forkwatch.probe.process.program.Programs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The rules over the kernel's log, which names the victims of the OOM killer. That it names nobody proves nothing. */
final class KernelRules {
    private KernelRules() {}

    /** The log names the child, and it ended by SIGKILL, or at least not in another way that is known. */
    static Optional<Diagnosis> killed(Evidence evidence, Mechanism mechanism) {
        if (namesNobody(evidence)) {
            return Optional.empty();
        }
        boolean applies = mechanism.signal().isPresent()
                ? mechanism.signal().getAsInt() == Signals.SIGKILL
                : mechanism.exitCode().isEmpty()
                        && (mechanism.exitValue().isEmpty() || shown(mechanism) == Signals.SIGKILL);
        return kill(evidence, evidence.death().child().key().pid())
                .filter(kill -> applies)
                .map(kill -> verdict(
                        evidence, mechanism, kill, whose(kill), named(evidence, kill), "oom_killed_by_kernel_log"));
    }

    /**
     * The log names a process that the child ran, and the child exited with an error of its own. Certain for 137, with
     * which a shell passes it on; else the error may have had another reason.
     */
    static Optional<Diagnosis> descendantKilled(Evidence evidence, Mechanism mechanism) {
        if (namesNobody(evidence)) {
            return Optional.empty();
        }
        boolean failed = mechanism.exitCode().orElse(0) != 0 && !Signals.asksToStop(shown(mechanism));
        boolean passedOn = shown(mechanism) == Signals.SIGKILL;
        return victimBelow(evidence)
                .filter(kill -> failed)
                .map(kill -> verdict(
                        evidence,
                        mechanism,
                        kill,
                        whose(kill),
                        passedOn ? named(evidence, kill) : Confidence.LIKELY,
                        "descendant_oom_killed_by_kernel_log"));
    }

    /** It exited 0, but the log names a process that it ran: a clean exit that deserves a summary. */
    static Optional<Diagnosis> outlived(Evidence evidence, Mechanism mechanism) {
        if (namesNobody(evidence)) {
            return Optional.empty();
        }
        return victimBelow(evidence)
                .filter(kill -> mechanism.exitCode().orElse(-1) == 0 && named(evidence, kill) == Confidence.CERTAIN)
                .map(kill -> verdict(evidence, mechanism, kill, Reason.OK, Confidence.CERTAIN, "outlived_oom_kill"));
    }

    /**
     * SIGKILL of a wrapper that ends by the signal which ended its command, as timeout does, where that command was OOM-killed.
     * Another program that was killed while one below it was OOM-killed was killed by somebody else.
     */
    static Optional<Diagnosis> relayed(Evidence evidence, Mechanism mechanism) {
        if (namesNobody(evidence)) {
            return Optional.empty();
        }
        boolean applies = mechanism.signal().orElse(0) == Signals.SIGKILL
                && ExitRules.destroyClue(evidence) != Clue.OTHER_DESTROY_CALL
                && WrapperEnds.endsAlike(evidence.death().child().command().arguments());
        return victimBelow(evidence)
                .map(kill -> relayed(evidence, mechanism, kill, named(evidence, kill)))
                .or(() -> lastOther(evidence)
                        .filter(kill -> isCommand(evidence, kill))
                        .map(kill -> relayed(evidence, mechanism, kill, Confidence.POSSIBLE)))
                .filter(verdict -> applies);
    }

    private static Diagnosis relayed(Evidence evidence, Mechanism mechanism, OomKill kill, Confidence confidence) {
        return verdict(evidence, mechanism, kill, whose(kill), confidence, "relayed_oom_kill");
    }

    // A victim too short-lived to be sampled, which has the name of what the wrapper was asked to run.
    private static boolean isCommand(Evidence evidence, OomKill kill) {
        return WrapperEnds.command(evidence.death().child().command().arguments()).stream()
                .map(Programs::basename)
                .anyMatch(word ->
                        word.equals(kill.comm()) || (kill.comm().length() == 15 && word.startsWith(kill.comm())));
    }

    /** SIGKILL while somebody was OOM-killed, and the log has another name for every kill that was counted. */
    static Optional<Diagnosis> othersKilled(Evidence evidence, Mechanism mechanism) {
        if (namesNobody(evidence)) {
            return Optional.empty();
        }
        Optional<OomCounts> counts = evidence.death().oom();
        boolean applies = mechanism.signal().orElse(0) == Signals.SIGKILL
                && ExitRules.destroyClue(evidence) == Clue.NO_DESTROY_CALL
                && counts.isPresent()
                && evidence.kernel()
                        .filter(log -> allNamed(evidence.death(), counts.get(), log))
                        .isPresent();
        return lastOther(evidence)
                .filter(other -> applies)
                .map(other -> Diagnosis.abnormal(
                                mechanism,
                                Reason.KILLED_EXTERNALLY,
                                Confidence.LIKELY,
                                "killed_while_others_were_oom_killed",
                                List.of(Clue.KERNEL_LOG_OTHERS, ExitRules.witness(mechanism), Clue.NO_DESTROY_CALL),
                                Optional.of(Hint.Plain.FIND_OTHER_KILLER))
                        .because(new Cause.OthersOomKilled(other)));
    }

    // Names from before the child's first sample may be too many, never too few: a name of its own would be there as
    // well.
    private static boolean allNamed(Death death, OomCounts counts, KernelLogExcerpt log) {
        if (log.lost() || log.killOf(death.child().key().pid()).isPresent()) {
            return false;
        }
        OptionalLong onMachine = counts.machineKillsSinceStart().isPresent()
                ? counts.machineKillsSinceStart()
                : counts.machineKillsSinceLastRead();
        long inGroup = log.kills().stream()
                .filter(kill -> isWithin(kill.victimCgroup(), counts.cgroupPath()))
                .count();
        return covers(onMachine, log.kills().size()) || covers(counts.killsSinceStart(), inGroup);
    }

    private static boolean covers(OptionalLong counted, long named) {
        return counted.orElse(0) > 0 && named >= counted.getAsLong();
    }

    private static boolean isWithin(String group, String path) {
        return !path.isEmpty() && (group.equals(path) || group.startsWith(path.endsWith("/") ? path : path + "/"));
    }

    // As of nearly all deaths: then nothing that a rule is made of has to be loaded.
    private static boolean namesNobody(Evidence evidence) {
        return evidence.kernel().isEmpty() || evidence.kernel().get().kills().isEmpty();
    }

    private static Optional<OomKill> lastOther(Evidence evidence) {
        return evidence.kernel().flatMap(log -> log.kills().stream().reduce((older, newer) -> newer));
    }

    private static Optional<OomKill> victimBelow(Evidence evidence) {
        return evidence.death().descendants().stream()
                .filter(descendant -> !descendant.alive())
                .map(Descendant::key)
                .map(key -> kill(evidence, key.pid()))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<OomKill> kill(Evidence evidence, long pid) {
        return evidence.kernel().flatMap(log -> log.killOf(pid));
    }

    // A line from before the log was opened may be of an earlier process with that pid, unless a kill was counted too.
    private static Confidence named(Evidence evidence, OomKill kill) {
        boolean counted = evidence.death().oom().filter(KernelRules::moved).isPresent();
        return !kill.earlier() || counted ? Confidence.CERTAIN : Confidence.LIKELY;
    }

    private static boolean moved(OomCounts counts) {
        return counts.killsSinceStart().orElse(0) > 0
                || counts.killsSinceLastRead().orElse(0) > 0
                || counts.machineKillsSinceLastRead().orElse(0) > 0;
    }

    private static int shown(Mechanism mechanism) {
        return mechanism.signalInExitValue().orElse(0);
    }

    private static Reason whose(OomKill kill) {
        return kill.ofCgroup() ? Reason.OOM_CGROUP : Reason.OOM_HOST;
    }

    private static Diagnosis verdict(
            Evidence evidence, Mechanism mechanism, OomKill kill, Reason reason, Confidence confidence, String rule) {
        OptionalLong limit = limitBytes(evidence, kill);
        return Diagnosis.abnormal(
                        mechanism,
                        reason,
                        confidence,
                        rule,
                        clues(evidence, mechanism, kill),
                        Optional.of(hint(evidence, kill, limit)))
                .because(new Cause.OomKilled(kill, limit));
    }

    private static List<Clue> clues(Evidence evidence, Mechanism mechanism, OomKill kill) {
        List<Clue> clues = new ArrayList<>(List.of(Clue.KERNEL_LOG));
        boolean ofChild = kill.pid() == evidence.death().child().key().pid();
        boolean counted = evidence.death()
                .oom()
                .map(counts -> ofChild ? counts.killsSinceLastRead() : counts.killsSinceStart())
                .filter(kills -> kills.orElse(0) > 0)
                .isPresent();
        if (counted) {
            clues.add(Clue.CGROUP_OOM_COUNTER);
        }
        if (mechanism.exitValue().isPresent()) {
            clues.add(ExitRules.witness(mechanism));
        }
        ExitRules.addOtherDestroyCall(evidence, clues);
        return clues;
    }

    private static OptionalLong limitBytes(Evidence evidence, OomKill kill) {
        return evidence.death()
                .oom()
                .map(OomCounts::limitBytes)
                .filter(bytes -> kill.ofCgroup())
                .orElseGet(OptionalLong::empty);
    }

    private static Hint hint(Evidence evidence, OomKill kill, OptionalLong limit) {
        if (limit.isPresent()) {
            return HeapHints.of(evidence, limit.getAsLong());
        }
        return kill.ofCgroup() ? Hint.Plain.GROUP_MEMORY : Hint.Plain.MACHINE_MEMORY;
    }
}
