package io.forkwatch.probe.report.words;

import io.forkwatch.probe.diagnose.verdict.Cause;
import io.forkwatch.probe.diagnose.verdict.Clue;
import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.diagnose.verdict.Mechanism;
import io.forkwatch.probe.diagnose.verdict.Reason;
import io.forkwatch.probe.diagnose.verdict.Signals;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.death.OomCounts;
import io.forkwatch.probe.process.event.Kill;
import java.util.OptionalLong;

/** What the evidence adds to the verdict: a sentence for each clue, {@code why.} and its label. */
final class ClueWords {
    private final Phrases phrases;

    ClueWords(Phrases phrases) {
        this.phrases = phrases;
    }

    /** What a clue adds; empty where that is nothing. */
    String why(Clue clue, Death death, Diagnosis diagnosis) {
        String key = "why." + clue.label();
        return switch (clue) {
            case DESTROY_CALL,
                    KILL_PROGRAM,
                    CRASH_FILE,
                    KERNEL_LOG,
                    KERNEL_LOG_OTHERS,
                    CPU_TIME_LIMIT,
                    TIME_LIMIT,
                    SHELL_WORDS,
                    WRAPPER_WORDS -> cause(death, diagnosis);
            case OTHER_DESTROY_CALL ->
                Phrases.otherKill(death, diagnosis)
                        .map(kill -> phrases.say(key, phrases.call(kill), age(kill, death)))
                        .orElse("");
            case DESCENDANT_VANISHED -> diagnosis.reason() == Reason.OK ? "" : phrases.say(key);
            case NO_DESTROY_CALL -> diagnosis.reason() == Reason.KILLED_EXTERNALLY ? phrases.say(key) : "";
            case SHELL_SILENT ->
                phrases.say(
                        key,
                        Signals.name(diagnosis.mechanism().signalInExitValue().orElse(0)));
            case CORE_DUMPING,
                    NO_EXIT_NOTE,
                    DESTROY_UNWATCHED,
                    NO_OOM_KILL,
                    PERF_DATA_LEFT,
                    EXIT_ON_OOME_OPTION,
                    ON_OOME_OPTION -> phrases.say(key);
            case PROGRAM_FILE -> phrases.say(isNotThere(diagnosis) ? key + ".not_there" : key);
            case JVM_EXIT_CODE -> jvmExitCode(key, diagnosis.mechanism());
            case HEAP_NEARLY_FULL ->
                diagnosis
                        .jvm()
                        .map(jvm -> phrases.say(key, Math.round(jvm.oldRatio().orElse(0) * 100)))
                        .orElse("");
            case CGROUP_OOM_COUNTER ->
                death.oom().map(counts -> counter(key, counts, diagnosis)).orElse("");
            case MACHINE_OOM_COUNTER ->
                death.oom()
                        .map(counts -> phrases.say(
                                key, counts.machineKillsSinceLastRead().orElse(0)))
                        .orElse("");
            case CGROUP_COUNTER_STILL ->
                death.oom().map(counts -> phrases.say(key, counts.cgroupPath())).orElse("");
            case WAIT_STATUS, PROCESS_FLAGS, EXIT_VALUE, STDERR_TAIL, LAST_WORDS -> "";
        };
    }

    // Of what is not there no file was seen.
    private static boolean isNotThere(Diagnosis diagnosis) {
        return diagnosis
                .cause()
                .filter(cause -> cause instanceof Cause.NotRun fault && fault.why() == Cause.NotRun.Why.NOT_THERE)
                .isPresent();
    }

    private String cause(Death death, Diagnosis diagnosis) {
        CauseClue sentences = new CauseClue(phrases, death.nanos(), diagnosis.mechanism());
        return diagnosis.cause().map(cause -> cause.match(sentences)).orElse("");
    }

    private String jvmExitCode(String key, Mechanism mechanism) {
        String name = Signals.name(mechanism.signalInExitValue().orElse(0));
        return phrases.say(key, name, mechanism.exitValue().orElse(0));
    }

    private static String age(Kill kill, Death death) {
        return Formats.duration(death.nanos() - kill.nanos());
    }

    private String counter(String key, OomCounts counts, Diagnosis diagnosis) {
        boolean exited = diagnosis.mechanism().signal().isEmpty();
        OptionalLong moved = exited ? counts.killsSinceStart() : counts.killsSinceLastRead();
        long now = counts.kills().orElse(0);
        String said = moved(key, counts, now - moved.orElse(0), now);
        if (diagnosis.reason() == Reason.SIGNAL) {
            return phrases.say(key + ".small", said);
        }
        return counts.wholeCgroup() ? phrases.say(key + ".whole", said) : said;
    }

    private String moved(String key, OomCounts counts, long before, long now) {
        OptionalLong limit = counts.blamedLimitBytes();
        boolean ofOther = !counts.limitPath().isEmpty() && !counts.limitPath().equals(counts.cgroupPath());
        return ofOther && limit.isPresent()
                ? phrases.say(
                        key + ".limit.group",
                        before,
                        now,
                        counts.cgroupPath(),
                        Formats.bytes(limit.getAsLong()),
                        counts.limitPath())
                : phrases.sayWithLimit(key, limit, before, now, counts.cgroupPath());
    }
}
