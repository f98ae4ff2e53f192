package io.forkwatch.probe.diagnose;

import io.forkwatch.probe.diagnose.verdict.Cause;
import io.forkwatch.probe.diagnose.verdict.Clue;
import io.forkwatch.probe.diagnose.verdict.Confidence;
import io.forkwatch.probe.diagnose.verdict.Culprit;
import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.diagnose.verdict.Mechanism;
import io.forkwatch.probe.evidence.Evidence;
import io.forkwatch.probe.evidence.ShellNotice;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.death.Descendant;
import io.forkwatch.probe.process.death.StderrTail;
import io.forkwatch.probe.process.event.StderrRing;
import io.forkwatch.probe.process.program.Programs;
import io.forkwatch.probe.process.program.ShellScript;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The rules over an exit 128 + n: shells end so when signal n ended their command, and others pass it on. */
final class ForwardRules {
    /** Those whose words are known. */
    private static final Set<String> TALKING = Set.of("sh", "bash", "dash", "ash", "busybox");

    private ForwardRules() {}

    /**
     * A shell said on stderr that the signal ended its command: that settles it, however short that command was. Certain
     * where the child is the shell; below another program likely, as is a script that names the code itself.
     */
    static Optional<Diagnosis> toldByShell(Evidence evidence, Mechanism mechanism) {
        OptionalInt signal = mechanism.signalInExitValue();
        if (!mechanism.exact() || mechanism.exitCode().isEmpty() || signal.isEmpty()) {
            return Optional.empty();
        }
        Death death = evidence.death();
        boolean certain = ExitRules.isShell(death)
                && !ExitRules.exitsOfItsOwn(death, mechanism.exitCode().getAsInt());
        return said(evidence, signal.getAsInt()).map(words -> {
            List<Descendant> suspects = Culprits.of(death);
            return ForwardVerdict.of(
                    evidence,
                    mechanism,
                    "told_by_shell",
                    certain ? Confidence.CERTAIN : Confidence.LIKELY,
                    List.of(Clue.SHELL_WORDS, ExitRules.witness(mechanism)),
                    new Cause.Forwarded(
                            signal.getAsInt(), named(evidence, words, suspects), suspects.size(), words.line()));
        });
    }

    private static Optional<ShellNotice> said(Evidence evidence, int signal) {
        return evidence.stderr().map(StderrTail::lines).flatMap(lines -> ShellNotice.last(lines, signal));
    }

    // bash says who it was; of dash's command only the script tells.
    private static Optional<Culprit> named(Evidence evidence, ShellNotice words, List<Descendant> suspects) {
        if (words.pid().isPresent()) {
            return Optional.of(evidence.death().descendants().stream()
                    .filter(each -> each.key().pid() == words.pid().getAsLong())
                    .findFirst()
                    .map(Culprit::of)
                    .orElseGet(() -> new Culprit(Culprit.program(words.command()), words.pid())));
        }
        return confirmed(evidence, suspects).map(Culprit::of);
    }

    private static Optional<Descendant> confirmed(Evidence evidence, List<Descendant> suspects) {
        return suspects.size() == 1 && Culprits.isConfirmed(evidence, suspects.get(0))
                ? Optional.of(suspects.get(0))
                : Optional.empty();
    }

    /**
     * It exited 128 + n by itself, and somebody whom it ran was gone with it. Likely for a shell with one suspect for
     * whom more than its absence speaks, else possible: a program that is no shell may have its own reason for that code,
     * as has a script that names it. Several suspects are one of them, without a name.
     */
    static Optional<Diagnosis> forwardedSignal(Evidence evidence, Mechanism mechanism) {
        OptionalInt signal = mechanism.signalInExitValue();
        Death death = evidence.death();
        List<Descendant> suspects = Culprits.of(death);
        if (!mechanism.exact() || mechanism.exitCode().isEmpty() || signal.isEmpty() || suspects.isEmpty()) {
            return Optional.empty();
        }
        if (isDenied(evidence, mechanism) && !Culprits.passesOn(suspects.get(0))) {
            return Optional.empty();
        }
        boolean likely = ExitRules.isShell(death)
                && confirmed(evidence, suspects).isPresent()
                && !ExitRules.exitsOfItsOwn(death, mechanism.exitCode().getAsInt());
        boolean spokenFor = suspects.size() == 1 && !Culprits.isContradicted(death, suspects.get(0));
        Optional<Culprit> who = spokenFor ? Optional.of(Culprit.of(suspects.get(0))) : Optional.empty();
        int others = suspects.size() == 1 ? 0 : suspects.size();
        return Optional.of(ForwardVerdict.of(
                evidence,
                mechanism,
                "forwarded_signal",
                likely ? Confidence.LIKELY : Confidence.POSSIBLE,
                List.of(ExitRules.witness(mechanism), Clue.DESCENDANT_VANISHED),
                new Cause.Forwarded(signal.getAsInt(), who, spokenFor ? 1 : others, "")));
    }

    /**
     * True if the child is a shell that would have said so on stderr, had that signal ended its command, and all that it
     * wrote there is known: so the command exited 128 + n by itself. Not where the script sends stderr elsewhere.
     */
    static boolean isDenied(Evidence evidence, Mechanism mechanism) {
        OptionalInt signal = mechanism.signalInExitValue();
        Death death = evidence.death();
        return signal.isPresent()
                && mechanism.exact()
                && mechanism.exitCode().isPresent()
                && ShellNotice.alwaysTell(signal.getAsInt())
                && isTalking(death)
                && death.lateStderr().filter(StderrRing::isWhole).isPresent()
                && said(evidence, signal.getAsInt()).isEmpty();
    }

    private static boolean isTalking(Death death) {
        List<String> arguments = death.child().command().arguments();
        String script = ShellScript.of(arguments);
        boolean elsewhere = script.contains("2>") || script.contains(">&") || script.contains("&>");
        return !script.isEmpty() && !elsewhere && TALKING.contains(Programs.basename(arguments.get(0)));
    }
}
