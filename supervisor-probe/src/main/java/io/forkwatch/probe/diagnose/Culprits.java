package io.forkwatch.probe.diagnose;

import io.forkwatch.probe.evidence.Evidence;
import io.forkwatch.probe.evidence.perf.JvmSample;
import io.forkwatch.probe.evidence.perf.JvmSample.FileFate;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.death.Descendant;
import io.forkwatch.probe.process.program.Programs;
import io.forkwatch.probe.process.program.ShellScript;
import java.util.List;
import java.util.Set;
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

    /** Programs that exit with the code that a shell would give: 128 + n. Shells apart, see wrapper-codes.txt. */
    private static final Set<String> PASSING_ON = Set.of(
            "su",
            "runuser",
            "sg",
            "sudo",
            "script",
            "xvfb-run",
            "dumb-init",
            "tini",
            "catatonit",
            "flock",
            "time",
            "bwrap",
            "npm",
            "npx",
            "yarn",
            "pnpm",
            "timeout",
            "setsid",
            "strace",
            "unshare",
            "env",
            "nice",
            "nohup");

    private Culprits() {}

    /**
     * Those that may have been, all alike: several of them are no evidence against any. A shell, or another program that passes on
     * how its own command ended, gives way to those below it.
     */
    static List<Descendant> of(Death death) {
        List<Descendant> together = death.descendants().stream()
                .filter(each -> each.endedSince(death.nanos() - TOGETHER_NANOS))
                .toList();
        List<Descendant> suspects = below(together, death.child().key().pid());
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

    private static List<Descendant> below(List<Descendant> together, long pid) {
        return together.stream().filter(each -> each.ppid() == pid).toList();
    }

    /** True for one that ends as its command does, by an exit code. */
    static boolean passesOn(Descendant process) {
        return Programs.isShell(process.comm())
                || Programs.isMultiCall(process.comm())
                || PASSING_ON.contains(process.comm());
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

    private static boolean leftItsData(Evidence evidence, Descendant suspect) {
        return evidence.jvm()
                .filter(jvm -> jvm.file() == FileFate.LEFT)
                .map(JvmSample::key)
                .filter(suspect.key()::equals)
                .isPresent();
    }
}
