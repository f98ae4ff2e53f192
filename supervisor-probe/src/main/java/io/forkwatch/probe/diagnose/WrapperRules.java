package io.forkwatch.probe.diagnose;

import io.forkwatch.probe.diagnose.verdict.Cause;
import io.forkwatch.probe.diagnose.verdict.Clue;
import io.forkwatch.probe.diagnose.verdict.Confidence;
import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.diagnose.verdict.Mechanism;
import io.forkwatch.probe.diagnose.verdict.Reason;
import io.forkwatch.probe.evidence.Evidence;
import io.forkwatch.probe.evidence.WrapperEnds;
import io.forkwatch.probe.evidence.WrapperNotice;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.death.StderrTail;
import io.forkwatch.probe.process.program.Programs;
import java.util.List;
import java.util.Optional;

/** The rules over programs that run others and have exit codes and words of their own for how those end. */
final class WrapperRules {
    /** Who says so and gives up says little more: a line further up may be of something that was got over. */
    private static final int LAST_LINES = 3;

    private WrapperRules() {}

    /**
     * It exited with an error after it, or a wrapper below it, said on stderr that a signal ended a command. Likely where
     * that is among its last lines and the child is the program that writes so; else possible, as it is where the line has no
     * more than 128 + n.
     */
    static Optional<Diagnosis> toldByWrapper(Evidence evidence, Mechanism mechanism) {
        boolean failed = mechanism.exitCode().orElse(0) != 0;
        if (!failed || evidence.stderrLines().isEmpty()) {
            return Optional.empty();
        }
        return evidence.stderr()
                .map(StderrTail::lines)
                .flatMap(WrapperNotice::last)
                .filter(notice -> notice.signal() > 0)
                .map(notice -> ForwardVerdict.of(
                        evidence,
                        mechanism,
                        "told_by_wrapper",
                        isSure(evidence.death(), notice) ? Confidence.LIKELY : Confidence.POSSIBLE,
                        List.of(Clue.WRAPPER_WORDS, ExitRules.witness(mechanism)),
                        new Cause.Forwarded(notice.signal(), Optional.empty(), 0, notice.line())));
    }

    private static boolean isSure(Death death, WrapperNotice notice) {
        List<String> command = WrapperEnds.command(death.child().command().arguments());
        boolean itsOwn = !command.isEmpty() && notice.program().contains(Programs.basename(command.get(0)));
        return notice.plain() && itsOwn && notice.fromEnd() < LAST_LINES;
    }

    /** An exit code that the table has a meaning for, as 125 of xargs: what became of a command, though not which signal it was. */
    static Optional<Diagnosis> wrapperCode(Evidence evidence, Mechanism mechanism) {
        List<String> arguments = evidence.death().child().command().arguments();
        Optional<String> meaning =
                WrapperEnds.meaning(arguments, mechanism.exitCode().orElse(-1));
        if (meaning.isEmpty() || meaning.get().equals("time")) {
            return Optional.empty();
        }
        return Optional.of(Diagnosis.abnormal(
                        mechanism,
                        Reason.ERROR,
                        Confidence.LIKELY,
                        "wrapper_code",
                        List.of(ExitRules.witness(mechanism)),
                        Optional.empty())
                .because(new Cause.WrapperCode(meaning.get(), name(arguments))));
    }

    private static String name(List<String> arguments) {
        return Programs.basename(WrapperEnds.command(arguments).get(0));
    }

    /**
     * An exit code that stands for a signal in another way than 128 + n: 9 of setsid and perl, 247 of python. Likely where
     * setsid says that its child did not exit normally; else possible, if somebody below it is gone.
     */
    static Optional<Diagnosis> signalInOwnCode(Evidence evidence, Mechanism mechanism) {
        Death death = evidence.death();
        List<String> arguments = death.child().command().arguments();
        int signal = WrapperEnds.signalIn(arguments, mechanism.exitCode().orElse(0));
        if (signal == 0) {
            return Optional.empty();
        }
        Optional<WrapperNotice> said = evidence.stderr()
                .map(StderrTail::lines)
                .flatMap(WrapperNotice::last)
                .filter(notice -> notice.program().contains("setsid"));
        if (said.isEmpty() && Culprits.of(death).isEmpty()) {
            return Optional.empty();
        }
        boolean likely = said.isPresent() && name(arguments).equals("setsid");
        String words = said.map(WrapperNotice::line).orElse("");
        return Optional.of(ForwardVerdict.of(
                evidence,
                mechanism,
                "signal_in_own_code",
                likely ? Confidence.LIKELY : Confidence.POSSIBLE,
                List.of(words.isEmpty() ? Clue.DESCENDANT_VANISHED : Clue.WRAPPER_WORDS, ExitRules.witness(mechanism)),
                new Cause.Forwarded(
                        signal, Culprits.only(death), Culprits.of(death).size(), words)));
    }
}
