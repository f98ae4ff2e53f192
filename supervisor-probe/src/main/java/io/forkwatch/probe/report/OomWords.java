package io.forkwatch.probe.report;

import io.forkwatch.probe.diagnose.Clue;
import io.forkwatch.probe.diagnose.Confidence;
import io.forkwatch.probe.diagnose.Diagnosis;
import io.forkwatch.probe.diagnose.Hint;
import io.forkwatch.probe.diagnose.Reason;
import io.forkwatch.probe.process.Death;
import io.forkwatch.probe.process.Descendant;
import io.forkwatch.probe.process.OomCounts;
import java.util.OptionalLong;

/** The sentences about OOM kills. */
final class OomWords {
    static final String MACHINE_HINT = "the machine, or a limit that cannot be seen from here, ran out of memory: "
            + "look in dmesg, run less at the same time";

    private static final String OOM_KILLER = "the kernel's OOM killer";

    private OomWords() {}

    /** How it died, without the grade. */
    static String verdict(Death death, Diagnosis diagnosis) {
        String limit = death.oom().map(OomWords::limit).orElse("");
        boolean possible = diagnosis.confidence() == Confidence.POSSIBLE;
        if (diagnosis.mechanism().signal().isPresent()) {
            String killed = possible
                    ? "killed by " + Words.signal(diagnosis.mechanism().signal().getAsInt()) + ", perhaps by "
                    : "killed by ";
            return killed + OOM_KILLER + limit;
        }
        String exit = "exit " + diagnosis.mechanism().exitCode().orElse(0);
        return possible
                ? exit + " by itself, perhaps after " + OOM_KILLER + " killed a process that it ran" + limit
                : victim(death) + " was killed by " + OOM_KILLER + limit + ", passed on as " + exit;
    }

    private static String victim(Death death) {
        return death.descendants().stream()
                .filter(descendant -> !descendant.alive())
                .findFirst()
                .map((Descendant victim) ->
                        "its " + victim.comm() + " (pid " + victim.key().pid() + ")")
                .orElse("a process that it ran");
    }

    private static String limit(OomCounts counts) {
        return counts.limitBytes().isPresent()
                ? " at the limit of " + Figures.bytes(counts.limitBytes().getAsLong())
                : "";
    }

    /** What a counter adds to the verdict. */
    static String why(Clue clue, OomCounts counts, Diagnosis diagnosis) {
        return switch (clue) {
            case CGROUP_OOM_COUNTER -> counter(counts, diagnosis);
            case MACHINE_OOM_COUNTER ->
                "oom_kill of this machine +"
                        + counts.machineKillsSinceLastLook().orElse(0)
                        + ": some process was killed; the counter of its own group could not be read";
            case NO_OOM_KILL -> "not " + OOM_KILLER + ": its counter of this machine did not move (certain)";
            case CGROUP_COUNTER_STILL ->
                "hardly " + OOM_KILLER + ": oom_kill did not move in " + counts.groupPath() + " (likely)";
            default -> "";
        };
    }

    private static String counter(OomCounts counts, Diagnosis diagnosis) {
        boolean exited = diagnosis.mechanism().signal().isEmpty();
        OptionalLong moved = exited ? counts.killsSinceStart() : counts.killsSinceLastLook();
        long now = counts.kills().orElse(0);
        String limit = counts.limitBytes().isPresent()
                ? " (limit " + Figures.bytes(counts.limitBytes().getAsLong()) + ")"
                : "";
        String doubt = diagnosis.reason() == Reason.SIGNAL
                ? ": " + OOM_KILLER + " is possible, but the child was small, so rather another was its victim"
                : "";
        return "oom_kill " + (now - moved.orElse(0)) + " -> " + now + " in " + counts.groupPath() + limit + doubt;
    }

    /** The figures side by side, as far as they are known. */
    static String hint(Hint.MemoryLimit limit, Death death) {
        StringBuilder text = new StringBuilder("limit ").append(Figures.bytes(limit.limitBytes()));
        death.oom()
                .map(OomCounts::peakUsageBytes)
                .orElseGet(OptionalLong::empty)
                .ifPresent(peak -> text.append(", peak of the group ").append(Figures.bytes(peak)));
        if (death.peak().rssBytes() > 0) {
            text.append(", peak seen of the child ").append(Words.peak(death.peak()));
        }
        return text + ": raise the limit or let its processes use less";
    }
}
