package io.forkwatch.probe.diagnose;

import io.forkwatch.probe.diagnose.verdict.Hint;
import io.forkwatch.probe.diagnose.verdict.Hint.Plain;
import io.forkwatch.probe.diagnose.verdict.Hint.ReadCrashFile.About;
import io.forkwatch.probe.diagnose.verdict.Mechanism;
import io.forkwatch.probe.evidence.CrashFile;
import io.forkwatch.probe.evidence.Evidence;
import io.forkwatch.probe.evidence.ProgramFault;
import io.forkwatch.probe.evidence.perf.JvmSample;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.death.JvmFailure;
import io.forkwatch.probe.process.death.StderrTail;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What to do about what a JVM said of its own end. It is known by the words of HotSpot and of the JDK. */
final class JvmHints {
    /** A JVM that cannot start ends sooner. */
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(1);

    private JvmHints() {}

    /** Where a JVM left a file. */
    static Hint of(CrashFile file) {
        if (file.sender().isPresent() && file.outOfMemory().isEmpty()) {
            CrashFile.Sender sender = file.sender().get();
            return new Hint.SignalSent(file.path().toString(), sender.pid(), sender.uid());
        }
        About about =
                file.outOfMemory().map(JvmHints::memoryOf).orElse(file.sentByKill() ? About.SENT_SIGNAL : About.FAULT);
        return new Hint.ReadCrashFile(file.path().toString(), about);
    }

    private static About memoryOf(String what) {
        return switch (what) {
            case "Java heap space", "GC overhead limit exceeded" -> About.HEAP;
            case "Metaspace" -> About.METASPACE;
            default -> About.OTHER_MEMORY;
        };
    }

    /** An abort that nothing explains: only a JVM leaves a crash file. */
    static Hint abort(Evidence evidence) {
        boolean jvm = JvmRules.isJvm(evidence) || ExitRules.runsJvm(evidence.death());
        return jvm ? Plain.ABORT : Plain.ABORT_OF_ITS_OWN;
    }

    /** An exit that nothing explains: one within a second, without performance data, may have been before main. */
    static Hint ended(Evidence evidence, Mechanism mechanism) {
        Death death = evidence.death();
        boolean figures = evidence.jvm().flatMap(JvmSample::figures).isPresent();
        boolean atOnce = mechanism.exitCode().orElse(0) == 1 && death.lifetime().toNanos() < START_NANOS && !figures;
        if (atOnce && isWithoutAgents(evidence)) {
            return Plain.JVM_WITHOUT_AGENTS;
        }
        return atOnce && ExitRules.isJava(death) ? Plain.JVM_NEVER_STARTED : Plain.JVM_ENDED_ITSELF;
    }

    /** True for a runtime image that cannot have an agent and was given one, as far as that is known. */
    static boolean isWithoutAgents(Evidence evidence) {
        return evidence.program()
                .filter(fault -> fault.kind() == ProgramFault.Kind.NO_AGENTS)
                .filter(fault -> fault.seen() || saysThatItInherits(evidence))
                .isPresent();
    }

    // HotSpot, arguments.cpp: always on stderr.
    private static boolean saysThatItInherits(Evidence evidence) {
        return evidence.stderr().map(StderrTail::lines).orElse(List.of()).stream()
                .anyMatch(line -> line.startsWith("Picked up ") && line.contains("-javaagent:"));
    }

    /** What a JVM said on its stderr. */
    static Hint of(JvmFailure failure) {
        return switch (failure.kind()) {
            case OUT_OF_MEMORY -> outOfWhat(failure.outOfMemory());
            case UNCAUGHT ->
                failure.what().startsWith("java.lang.StackOverflowError") ? Plain.JVM_STACK : Plain.JVM_EXCEPTION;
            case NOT_STARTED -> notStarted(failure.what());
            case NO_NATIVE_MEMORY -> Plain.JVM_NO_MEMORY;
        };
    }

    // The words are those of HotSpot and of java.nio.Bits, which changed the case of their first letters.
    private static Hint outOfWhat(String error) {
        if (error.contains("native thread")) {
            return Plain.JVM_THREADS;
        }
        if (error.contains("irect buffer memory")) {
            return Plain.JVM_DIRECT_BUFFERS;
        }
        if (error.contains("Metaspace")) {
            return Plain.JVM_METASPACE;
        }
        return error.contains("ompressed class space") ? Plain.JVM_CLASS_SPACE : Plain.JVM_HEAP;
    }

    private static Hint notStarted(String complaint) {
        if (complaint.contains("agent library instrument")) {
            return Plain.JVM_WITHOUT_AGENTS;
        }
        if (complaint.contains("AllowArchivingWithJavaAgent")) {
            return Plain.JVM_ARCHIVE_WITHOUT_AGENT;
        }
        if (complaint.startsWith("Unable to use AOT cache")) {
            return Plain.JVM_AOT_CACHE;
        }
        if (complaint.contains("LinkageError")) {
            return Plain.JVM_CLASS_VERSION;
        }
        if (complaint.contains("enough space") || complaint.startsWith("Could not reserve")) {
            return Plain.JVM_HEAP_SIZE;
        }
        boolean program = complaint.contains("main class")
                || complaint.contains("jarfile")
                || complaint.contains("main manifest")
                || complaint.contains("FindException");
        return program ? Plain.JVM_CLASS_PATH : Plain.JVM_OPTIONS;
    }
}
