package io.forkwatch.probe.report;

import io.forkwatch.probe.diagnose.Clue;
import io.forkwatch.probe.diagnose.Confidence;
import io.forkwatch.probe.diagnose.Diagnosis;
import io.forkwatch.probe.diagnose.Hint;
import io.forkwatch.probe.diagnose.Mechanism;
import io.forkwatch.probe.diagnose.Reason;
import io.forkwatch.probe.diagnose.Signals;
import io.forkwatch.probe.process.Child;
import io.forkwatch.probe.process.CpuTime;
import io.forkwatch.probe.process.Death;
import io.forkwatch.probe.process.Descendant;
import io.forkwatch.probe.process.Kill;
import io.forkwatch.probe.process.LivingChild;
import io.forkwatch.probe.process.Peak;
import io.forkwatch.probe.process.ProcessSample;
import io.forkwatch.probe.process.StartFailure;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Every sentence of the reports, in one place. Text of others is put in as it is: {@link Printable} comes after. */
final class Words {
    static final String HOW = "how";
    static final String WHY = "why";
    static final String LAST_SEEN = "last seen";
    static final String PEAK = "peak";
    static final String CPU_TOTAL = "cpu total";
    static final String TREE = "tree";
    static final String COMMAND = "command";
    static final String KILLED_BY = "killed by";
    static final String HINT = "hint";

    private static final String OTHER_KILLERS =
            "earlyoom, systemd-oomd, kubelet, timeout -k, ulimit -t or a kill command";
    private static final String KILLERS = "the kernel's OOM killer (dmesg), " + OTHER_KILLERS;

    private Words() {}

    static String started(String version, long pid, Optional<String> url) {
        String watches = version + " watches the children of pid " + pid;
        return url.map(at -> watches + ", metrics at " + at).orElse(watches);
    }

    static String notStarted(StartFailure failure, String kind) {
        String directory = failure.directory().isEmpty() ? "" : ", directory " + failure.directory();
        return "child not started: " + kind + ": " + failure.reason() + "; command "
                + failure.command().redacted() + directory;
    }

    static String leftAlive(int count, String named, int unnamed) {
        String children = count == 1 ? "1 child left alive: " : count + " children left alive: ";
        return children + named + (unnamed == 0 ? "" : ", and " + unnamed + " more");
    }

    static String leftAlive(LivingChild living, long ageNanos) {
        Child child = living.child();
        String rss = living.sample()
                .map(sample -> ", RSS " + Figures.bytes(sample.rssBytes()))
                .orElse("");
        return child.name() + " pid " + child.key().pid() + " (age " + Figures.duration(ageNanos) + rss + ")";
    }

    static String dropped(long count) {
        return count == 1 ? "1 log record was dropped" : count + " log records were dropped";
    }

    static String trouble(Records.Fault fault) {
        String place = fault.place().isEmpty() ? "" : " at " + fault.place();
        String times = fault.seen() == 1 ? "" : " (seen " + fault.seen() + " times)";
        return "trouble in " + fault.what() + ": " + fault.text() + place + times + "; the application is not affected";
    }

    static String ended(Death death, Diagnosis diagnosis) {
        Child child = death.child();
        return (diagnosis.abnormal() ? "child died: " : "child ended: ") + child.name() + " pid "
                + child.key().pid() + " after "
                + Figures.duration(death.lifetime().toNanos()) + ": ";
    }

    /** Everything that matters, with its grade. What is unknown has none. */
    static String verdict(Death death, Diagnosis diagnosis) {
        String grade = " (" + diagnosis.confidence().label() + ")";
        return switch (diagnosis.reason()) {
            case OK -> "exit 0";
            case ERROR -> error(diagnosis) + grade;
            case SIGNAL -> killedBySignal(death, diagnosis) + grade;
            case KILLED_BY_SUPERVISOR ->
                "killed by this supervisor"
                        + diagnosis.killedBy().map(kill -> ": " + call(kill)).orElse("") + grade;
            case OOM_CGROUP, OOM_HOST -> OomWords.verdict(death, diagnosis) + grade;
            case UNKNOWN -> "unknown: " + unknown(diagnosis.mechanism());
            case JVM_CRASH, JVM_OOME -> crash(death, diagnosis) + grade;
            default -> diagnosis.reason().label() + grade;
        };
    }

    private static String crash(Death death, Diagnosis diagnosis) {
        if (!(diagnosis.hint().orElse(null) instanceof Hint.ReadCrashFile file)) {
            return diagnosis.reason().label();
        }
        String jvm = file.pid() == death.child().key().pid() ? "the JVM" : "the JVM below it (pid " + file.pid() + ")";
        if (file.outOfMemory().isPresent()) {
            return jvm + " ran out of memory and aborted: " + file.outOfMemory().get();
        }
        String frame = file.frame().map(at -> " in " + at).orElse("");
        return jvm + " crashed: " + file.signal().map(signal -> signal + frame).orElse(file.summary());
    }

    private static String error(Diagnosis diagnosis) {
        Mechanism mechanism = diagnosis.mechanism();
        String exit = "exit " + mechanism.exitCode().orElse(0);
        OptionalInt signal = mechanism.signalInExitValue();
        if (signal.isEmpty()) {
            return exit;
        }
        if (diagnosis.hint().orElse(null) instanceof Hint.Forwarded forwarded) {
            return forwarded(diagnosis, forwarded) + ", passed on as " + exit;
        }
        return exit + " by itself, no signal";
    }

    private static String forwarded(Diagnosis diagnosis, Hint.Forwarded forwarded) {
        Descendant victim = forwarded.victim();
        String was = diagnosis.confidence() == Confidence.LIKELY ? " was killed by " : " may have been killed by ";
        return "its " + victim.comm() + " (pid " + victim.key().pid() + ")" + was + signal(forwarded.signal())
                + ", sender unknown";
    }

    private static String killedBySignal(Death death, Diagnosis diagnosis) {
        int signal = diagnosis.mechanism().signal().orElse(0);
        String killed = "killed by " + signal(signal);
        if (Signals.dumpsCore(signal)) {
            return killed + (diagnosis.mechanism().coreDumped() ? ", core dumped" : ", no core dump");
        }
        if (Signals.brokenPipe(signal)) {
            return killed;
        }
        return killed + ", sender unknown" + notBy(death, diagnosis);
    }

    private static String notBy(Death death, Diagnosis diagnosis) {
        if (diagnosis.evidence().contains(Clue.NO_DESTROY_CALL)) {
            return ": nobody in this JVM called destroy";
        }
        return otherKill(death, diagnosis)
                .map(kill -> ": this JVM called " + method(kill) + ", which does not explain it")
                .orElse("");
    }

    private static String unknown(Mechanism mechanism) {
        if (mechanism.exitValue().isEmpty()) {
            return "it vanished, nobody saw how it ended";
        }
        int value = mechanism.exitValue().getAsInt();
        OptionalInt signal = mechanism.signalInExitValue();
        return signal.isPresent()
                ? "exit value " + value + " means exit(" + value + ") or " + signal(signal.getAsInt())
                        + ", the JDK cannot tell"
                : "the JDK did not see how it ended, its exit value is " + value;
    }

    /** How it ended; empty where the verdict says it all. */
    static String how(Mechanism mechanism) {
        OptionalInt signal = mechanism.signal();
        if (signal.isPresent()) {
            return signal(signal.getAsInt()) + (mechanism.coreDumped() ? ", core dumped" : "")
                    + "; Process.exitValue() says " + mechanism.exitValue().orElse(0);
        }
        if (mechanism.signalInExitValue().isEmpty()) {
            return "";
        }
        int value = mechanism.exitValue().orElse(0);
        int hidden = mechanism.signalInExitValue().getAsInt();
        return mechanism.exact()
                ? "the child itself exited " + value + ", no signal ended it: raw wait status "
                        + mechanism.rawStatus().orElse(0)
                : "exit(" + value + ") or " + signal(hidden) + ": only Process.exitValue() is known, which says "
                        + value + " for both";
    }

    /** What a clue adds to the verdict; empty where that is nothing. */
    static String why(Clue clue, Death death, Diagnosis diagnosis) {
        return switch (clue) {
            case DESTROY_CALL ->
                diagnosis
                        .killedBy()
                        .map(kill -> method(kill) + " sends " + signal(kill.signal()) + " and was called "
                                + Figures.duration(death.nanos() - kill.nanos()) + " before death" + caught(diagnosis))
                        .orElse("");
            case OTHER_DESTROY_CALL ->
                otherKill(death, diagnosis)
                        .map(kill -> call(kill) + ", " + Figures.duration(death.nanos() - kill.nanos())
                                + " before death, is not proved to be the cause")
                        .orElse("");
            case CRASH_FILE ->
                diagnosis.hint().orElse(null) instanceof Hint.ReadCrashFile crash
                        ? "crash file " + crash.path() + " says: " + crash.summary()
                        : "";
            case DESTROY_UNWATCHED -> "calls of destroy in this JVM could not be watched: it may have been one";
            case DESCENDANT_VANISHED ->
                "no signal ended the child itself, but a process that it ran is gone, and a shell says so with 128 + n";
            case CGROUP_OOM_COUNTER, MACHINE_OOM_COUNTER, NO_OOM_KILL, CGROUP_COUNTER_STILL ->
                death.oom().map(counts -> OomWords.why(clue, counts, diagnosis)).orElse("");
            case WAIT_STATUS, EXIT_VALUE, NO_DESTROY_CALL -> "";
        };
    }

    private static String caught(Diagnosis diagnosis) {
        Mechanism mechanism = diagnosis.mechanism();
        return mechanism.exact() && mechanism.signal().isEmpty()
                ? "; a JVM that gets it exits " + mechanism.exitValue().orElse(0) + " by itself"
                : "";
    }

    static String lastSeen(ProcessSample sample, long deathNanos) {
        StringBuilder text = new StringBuilder("RSS ").append(Figures.bytes(sample.rssBytes()));
        if (sample.treeProcesses() > 1) {
            text.append(", tree ").append(Figures.bytes(sample.treeRssBytes()));
            text.append(" in ").append(sample.treeProcesses()).append(" processes");
        }
        // Of the tree: a direct child is often a shell that waits.
        sample.treeCpuRatio().ifPresent(ratio -> text.append(", CPU ").append(Figures.cores(ratio)));
        text.append(", ").append(sample.treeThreads()).append(sample.treeThreads() == 1 ? " thread" : " threads");
        text.append(", state ").append(sample.state());
        return text + "; external sample " + Figures.duration(deathNanos - sample.nanos()) + " before death";
    }

    static String neverSampled(Death death) {
        return "lived " + Figures.duration(death.lifetime().toNanos()) + ", never sampled";
    }

    static String peak(Peak peak) {
        String own = Figures.bytes(peak.rssBytes());
        return peak.treeRssBytes() == peak.rssBytes()
                ? own
                : own + " (tree " + Figures.bytes(peak.treeRssBytes()) + ")";
    }

    static String cpu(CpuTime cpu) {
        return Figures.cpuTime(cpu.userNanos()) + " user, " + Figures.cpuTime(cpu.systemNanos()) + " system";
    }

    static String cpuTotal(CpuTime cpu, boolean exact) {
        return cpu(cpu) + (exact ? " (exact)" : " (at the last sample)");
    }

    static String descendant(Descendant descendant, long deathNanos) {
        String fate = descendant.alive()
                ? " still alive"
                : " vanished, last seen " + Figures.duration(deathNanos - descendant.nanos()) + " before death";
        return process(descendant) + fate;
    }

    static String command(Child child) {
        String command = child.command().redacted();
        String directory = child.directory().isEmpty() ? "" : "(directory " + child.directory() + ")";
        return command.isEmpty() || directory.isEmpty() ? command + directory : command + " " + directory;
    }

    static String thread(Kill kill) {
        return "thread " + kill.thread();
    }

    static String frame(String frame) {
        return "at " + frame;
    }

    static String clean(Death death) {
        String peak = death.peak().rssBytes() == 0 ? "" : "; peak " + peak(death.peak());
        return peak + (cpuKnown(death) ? "; cpu " + cpu(death.cpu()) : "");
    }

    static boolean cpuKnown(Death death) {
        return death.cpuExact() || death.cpu().totalNanos() > 0;
    }

    static String hint(Hint hint, Death death) {
        if (hint instanceof Hint.Forwarded forwarded) {
            return Signals.name(forwarded.signal()).equals("SIGKILL")
                    ? "look for " + KILLERS
                    : "find who sent " + Signals.name(forwarded.signal()) + " to " + process(forwarded.victim());
        }
        if (hint instanceof Hint.SignalCode code) {
            String name = Signals.name(code.signal());
            return (128 + code.signal()) + " is 128 + " + code.signal() + ": a shell exits so when " + name
                    + " ended its command" + (Signals.asksToStop(code.signal()) ? ", a JVM when it gets " + name : "");
        }
        if (hint instanceof Hint.ReadCrashFile crash) {
            return readCrashFile(crash);
        }
        if (hint instanceof Hint.MemoryLimit limit) {
            return OomWords.hint(limit, death);
        }
        return hint instanceof Hint.Plain plain ? hint(plain, death.child()) : "";
    }

    private static String readCrashFile(Hint.ReadCrashFile file) {
        if (file.outOfMemory().isPresent()) {
            return outOfMemory(file.outOfMemory().get()) + "; what each thread did is in " + file.path();
        }
        return (file.sentByKill() ? "a process sent that signal: look for who did it; read " : "read ") + file.path();
    }

    private static String outOfMemory(String what) {
        return switch (what) {
            case "Java heap space", "GC overhead limit exceeded" -> "raise -Xmx or find the leak";
            case "Metaspace" -> "raise -XX:MaxMetaspaceSize or find what loads so many classes";
            default -> "find what used up the memory";
        };
    }

    private static String hint(Hint.Plain hint, Child child) {
        long pid = child.key().pid();
        return switch (hint) {
            case ENDED_ITSELF -> "nothing killed it, it ended itself with this code: its own output says more";
            case JVM_ENDED_ITSELF ->
                "nothing killed it, it ended itself, as by System.exit, Runtime.halt or an exception out of main: "
                        + "its own output says more";
            case FIND_KILLER -> "look for " + KILLERS;
            case FIND_OTHER_KILLER -> "look for " + OTHER_KILLERS;
            case MACHINE_MEMORY -> OomWords.MACHINE_HINT;
            case SHUTDOWN_REQUEST ->
                "something asked it to stop: look for timeout, systemd, kubelet, docker stop, "
                        + "Ctrl-C, a closed terminal or a kill command";
            case NATIVE_FAULT ->
                "usually a fault in native code: see coredumpctl info " + pid + "; to get a core dump raise ulimit -c";
            case ABORT ->
                "abort() is how a crashed JVM ends: look for hs_err_pid" + pid + ".log in "
                        + (child.directory().isEmpty() ? "" : child.directory() + " or ")
                        + "/tmp, else for its last words";
            case BROKEN_PIPE -> "it wrote to a pipe that nobody reads: look for who closed its output";
            case CPU_TIME_LIMIT -> "the kernel sends it at the limit of CPU time: see ulimit -t";
            case FILE_SIZE_LIMIT -> "the kernel sends it at the limit of file size: see ulimit -f";
        };
    }

    private static String process(Descendant descendant) {
        return descendant.key().pid() + " " + descendant.comm() + " " + Figures.bytes(descendant.rssBytes());
    }

    static String signal(int signal) {
        return "signal " + signal + " (" + Signals.name(signal) + ")";
    }

    /** {@code destroy} or {@code destroyForcibly}, as the caller wrote it. */
    static String method(Kill kill) {
        return kill.force() ? "destroyForcibly()" : "destroy()";
    }

    private static String call(Kill kill) {
        String place = place(kill.frames());
        return method(kill) + " in thread " + kill.thread() + (place.isEmpty() ? "" : " at " + place);
    }

    // Launcher.java:42 of the innermost frame that is not the JDK's own.
    private static String place(List<String> frames) {
        String frame = frames.stream()
                .filter(f -> !f.startsWith("java.") && !f.startsWith("jdk."))
                .findFirst()
                .orElse(frames.isEmpty() ? "" : frames.get(0));
        int open = frame.lastIndexOf('(');
        boolean located = open >= 0 && frame.endsWith(")") && frame.indexOf(':', open) > 0;
        return located ? frame.substring(open + 1, frame.length() - 1) : frame;
    }

    private static Optional<Kill> otherKill(Death death, Diagnosis diagnosis) {
        if (diagnosis.reason() == Reason.KILLED_BY_SUPERVISOR) {
            return Optional.empty();
        }
        return death.kills().stream()
                .filter(kill -> death.nanos() - kill.nanos() >= 0)
                .reduce((older, newer) -> newer);
    }
}
