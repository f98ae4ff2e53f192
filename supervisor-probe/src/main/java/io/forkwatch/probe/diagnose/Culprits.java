package io.forkwatch.probe.diagnose;

import io.forkwatch.probe.diagnose.verdict.Culprit;
import io.forkwatch.probe.evidence.Evidence;
import io.forkwatch.probe.evidence.WrapperEnds;
import io.forkwatch.probe.evidence.perf.JvmSample;
import io.forkwatch.probe.evidence.perf.JvmSample.FileFate;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.death.Descendant;
import io.forkwatch.probe.process.program.Programs;
import io.forkwatch.probe.process.program.ShellScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Who below a child may have been ended by the signal that it passes on. Gone is not killed: only who was alive at the last
 * look counts, and first the children of the process that ended. Size says nothing.
 */
final class Culprits {
    // A look may fall between the end of a command and that of the shell which waited for it.
    private static final long TOGETHER_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    // One sample and the next, at the usual interval.
    private static final long TWO_SAMPLES_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final int DEEPEST = 16;

    private Culprits() {}

    /**
     * Those that may have been, all alike: several of them are no evidence against any. A shell, or another program that passes on
     * how its own command ended, gives way to those below it.
     */
    static List<Descendant> of(Death death) {
        List<Descendant> together = together(death);
        List<Descendant> suspects = children(death);
        for (int depth = 0; depth < DEEPEST && suspects.size() == 1; depth++) {
            Descendant only = suspects.get(0);
            List<Descendant> next = passesOn(only) ? below(together, only.key().pid()) : List.of();
            if (next.isEmpty()) {
                return suspects;
            }
            suspects = next;
        }
        return suspects;
    }

    /** The only suspect; empty if there are none or several. */
    static Optional<Culprit> only(Death death) {
        List<Descendant> suspects = of(death);
        return suspects.size() == 1 ? Optional.of(Culprit.of(suspects.get(0))) : Optional.empty();
    }

    /** The children of the child itself that ended together with it. */
    static List<Descendant> children(Death death) {
        return below(together(death), death.child().key().pid());
    }

    /** All from the children of the child down to the suspects. */
    static List<Descendant> chain(Death death) {
        List<Descendant> chain = new ArrayList<>(children(death));
        for (int i = 0; i < chain.size(); i++) {
            if (passesOn(chain.get(i))) {
                chain.addAll(below(together(death), chain.get(i).key().pid()));
            }
        }
        return chain;
    }

    private static List<Descendant> together(Death death) {
        return death.descendants().stream()
                .filter(each -> each.endedSince(death.nanos() - TOGETHER_NANOS))
                .toList();
    }

    private static List<Descendant> below(List<Descendant> together, long pid) {
        return together.stream().filter(each -> each.ppid() == pid).toList();
    }

    /** True for one that ends as its command does, by an exit code. */
    static boolean passesOn(Descendant process) {
        return Programs.isShell(process.comm())
                || Programs.isMultiCall(process.comm())
                || WrapperEnds.passesOn(process.comm());
    }

    /**
     * True if more than its absence speaks for the only suspect: it was there until just before, and is the command that
     * the script ends with, or a JVM that did not clean up as one does that ends in order.
     */
    static boolean isConfirmed(Evidence evidence, Descendant suspect) {
        Death death = evidence.death();
        boolean justNow = suspect.wasSeenSince(death.nanos() - TWO_SAMPLES_NANOS);
        boolean last = ShellScript.endsWith(death.child().command().arguments(), suspect.comm());
        return justNow && !passesOn(suspect) && (last || leftItsData(evidence, suspect));
    }

    /** True if the script is known and ends with another command: its end is not what the shell passes on. */
    static boolean isContradicted(Death death, Descendant suspect) {
        List<String> arguments = death.child().command().arguments();
        return !ShellScript.lastCommand(arguments).isEmpty()
                && !passesOn(suspect)
                && !ShellScript.endsWith(arguments, suspect.comm());
    }

    private static boolean leftItsData(Evidence evidence, Descendant suspect) {
        return evidence.jvm()
                .filter(jvm -> jvm.file() == FileFate.LEFT)
                .map(JvmSample::key)
                .filter(suspect.key()::equals)
                .isPresent();
    }
}
