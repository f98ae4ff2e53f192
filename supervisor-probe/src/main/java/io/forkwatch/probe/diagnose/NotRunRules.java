package io.forkwatch.probe.diagnose;

import io.forkwatch.probe.diagnose.verdict.Cause;
import io.forkwatch.probe.diagnose.verdict.Cause.NotRun.Why;
import io.forkwatch.probe.diagnose.verdict.Clue;
import io.forkwatch.probe.diagnose.verdict.Confidence;
import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.diagnose.verdict.Hint;
import io.forkwatch.probe.diagnose.verdict.Mechanism;
import io.forkwatch.probe.diagnose.verdict.Reason;
import io.forkwatch.probe.evidence.Evidence;
import io.forkwatch.probe.evidence.ProgramFault;
import io.forkwatch.probe.process.death.Death;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The rule over 127 and 126 with words on stderr: a command that is not there is only one of the reasons. The words are those
 * of glibc 2.36 (elf/dl-load.c, elf/rtld.c), dash 0.5.12, bash 5.2, busybox 1.35, coreutils 9.1 and findutils 4.9.
 */
final class NotRunRules {
    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_FOUND = 127;
    private static final int MOST_CHARACTERS = 200;
    private static final long EXEC_FAILURE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private NotRunRules() {}

    /** It exited 127 or 126, and one of its last lines says why a program could not be run. */
    static Optional<Diagnosis> told(Evidence evidence, Mechanism mechanism) {
        int code = mechanism.exitCode().orElse(0);
        if (code != NOT_EXECUTABLE && code != NOT_FOUND) {
            return Optional.empty();
        }
        List<String> lines = evidence.stderrLines();
        for (int i = lines.size() - 1; i >= 0; i--) {
            Optional<Why> why = why(lines.get(i).toLowerCase(Locale.ROOT), code);
            if (why.isPresent()) {
                return Optional.of(verdict(
                        evidence, mechanism, why.get(), lines.get(i).strip(), Clue.STDERR_TAIL, Confidence.LIKELY));
            }
        }
        return Optional.empty();
    }

    /**
     * It exited 127 or 126 at once, nothing is known of its stderr, and the file of what it was asked to run says why that
     * cannot be run. Likely where that is in the file itself; what is not there now may have been there then, except that a
     * shell says so with that very code.
     */
    static Optional<Diagnosis> seenInFile(Evidence evidence, Mechanism mechanism) {
        Death death = evidence.death();
        boolean atOnce = death.lifetime().toNanos() < EXEC_FAILURE_NANOS;
        int code = mechanism.exitCode().orElse(0);
        if (evidence.program().isEmpty() || (code != NOT_EXECUTABLE && code != NOT_FOUND)) {
            return Optional.empty();
        }
        return evidence.program()
                .filter(fault -> fault.kind() != ProgramFault.Kind.NONE)
                .filter(fault -> atOnce && !ExitRules.exitsOfItsOwn(death, code))
                .map(fault -> verdict(
                        evidence, mechanism, why(fault), fault.what(), Clue.PROGRAM_FILE, confidence(death, fault)));
    }

    private static Why why(ProgramFault fault) {
        return switch (fault.kind()) {
            case NOT_THERE -> Why.NOT_THERE;
            case NOT_ALLOWED -> Why.NOT_ALLOWED;
            case NO_INTERPRETER -> Why.NO_INTERPRETER;
            case OTHER_PROCESSOR -> Why.OTHER_PROCESSOR;
            case LIBRARIES, NO_AGENTS, NONE -> Why.NO_LIBRARY;
        };
    }

    private static Confidence confidence(Death death, ProgramFault fault) {
        boolean likely = switch (fault.kind()) {
            case NOT_THERE -> ExitRules.isShell(death);
            case NOT_ALLOWED, NO_INTERPRETER, OTHER_PROCESSOR -> fault.seen();
            case LIBRARIES, NO_AGENTS, NONE -> false;
        };
        return likely ? Confidence.LIKELY : Confidence.POSSIBLE;
    }

    // In this order: the line of a missing library says "No such file or directory" too.
    private static Optional<Why> why(String line, int code) {
        if (line.contains("failed to map segment from shared object") || line.contains("cannot allocate memory")) {
            return Optional.of(Why.NO_MEMORY);
        }
        if (line.contains("error while loading shared libraries") || line.contains("symbol lookup error")) {
            return Optional.of(Why.NO_LIBRARY);
        }
        if (line.contains("exec format error") || line.contains("cannot execute binary file")) {
            return Optional.of(Why.OTHER_PROCESSOR);
        }
        if (line.contains("bad interpreter") || line.contains("required file not found")) {
            return Optional.of(Why.NO_INTERPRETER);
        }
        if (code == NOT_EXECUTABLE && (line.contains("permission denied") || line.contains("is a directory"))) {
            return Optional.of(Why.NOT_ALLOWED);
        }
        boolean missing = line.endsWith("not found") || line.endsWith("no such file or directory");
        return code == NOT_FOUND && missing ? Optional.of(Why.NOT_THERE) : Optional.empty();
    }

    private static Diagnosis verdict(
            Evidence evidence, Mechanism mechanism, Why why, String line, Clue witness, Confidence confidence) {
        List<Clue> clues = new ArrayList<>(List.of(witness, ExitRules.witness(mechanism)));
        ExitRules.addOtherDestroyCall(evidence, clues);
        Hint hint = switch (why) {
            case NO_MEMORY -> Hint.Plain.JVM_NO_MEMORY;
            case NO_LIBRARY -> Hint.Plain.LIBRARY_MISSING;
            case OTHER_PROCESSOR -> Hint.Plain.OTHER_PROCESSOR;
            case NO_INTERPRETER -> Hint.Plain.BAD_INTERPRETER;
            case NOT_ALLOWED -> Hint.Plain.COMMAND_NOT_EXECUTABLE;
            case NOT_THERE -> Hint.Plain.COMMAND_NOT_FOUND;
        };
        return Diagnosis.abnormal(mechanism, Reason.ERROR, confidence, "program_not_run", clues, Optional.of(hint))
                .because(new Cause.NotRun(why, cut(line)));
    }

    private static String cut(String line) {
        return line.length() <= MOST_CHARACTERS ? line : line.substring(0, MOST_CHARACTERS);
    }
}
