package io.forkwatch.e2e.death;

import static io.forkwatch.e2e.death.Scenario.GROUP;
import static io.forkwatch.e2e.death.Scenario.UNREADABLE;
import static io.forkwatch.e2e.death.Scenario.Witness.KERNEL_LOG;
import static io.forkwatch.e2e.death.Scenario.Witness.STDERR_TAIL;
import static io.forkwatch.e2e.death.Scenario.death;

import io.forkwatch.e2e.harness.Jdk;
import io.forkwatch.e2e.harness.Program;
import io.forkwatch.e2e.program.Victim;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The table of deaths: what happens, how it ends, what the agent has to say, and the child that does it. */
final class Scenarios {
    // Not at once: who dies before the agent reads its cgroup again is judged by the one that it came from.
    private static final String EAT = "select undef, undef, undef, 1.6; push @kept, \"x\" x 1048576 while 1";
    private static final String HOLD =
            "$bytes = %d << 20; $kept = \"x\" x $bytes; $| = 1; print \"ready\\n\"; sleep 60";

    private Scenarios() {}

    /**
     * How a {@link Victim} is started: with a small JVM.
     *
     * @param jdk its JDK
     */
    private record VictimJvm(Jdk jdk) {
        /** Its command, word by word; {@code end} are the arguments of {@link Victim#main}. */
        List<String> command(String end, String... options) {
            List<String> all = new ArrayList<>(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
            all.addAll(List.of(options));
            return Program.of(jdk, Victim.class, end.split(" ", -1))
                    .withJvmOptions(all.toArray(String[]::new))
                    .command();
        }

        /** The same for a shell. */
        String text(String end, String... options) {
            return String.join(" ", command(end, options));
        }
    }

    /** All of them; the JVMs among the children are of this JDK. */
    static List<Scenario> all(Jdk jdk) {
        VictimJvm jvm = new VictimJvm(jdk);
        return Stream.of(exits(), signals(), cpuLimits(), jvms(jvm), wrapped(jvm), memory(jvm))
                .flatMap(List::stream)
                .toList();
    }

    /** Exit codes that a program chose, among them those that look like a signal. */
    private static List<Scenario> exits() {
        return List.of(
                death("exit-0", "exit 0", "ok certain", sh("exit 0")),
                death("exit-1", "exit 1", "error certain", sh("exit 1")),
                death("exit-137-by-itself", "exit 137", "error certain", sh("exit 137")),
                death("exit-143-by-a-script", "exit 143", "error certain", sh("exit 143")),
                // A shell passes on how its command ended, or chose that code: nobody can tell.
                death(
                        "exit-137-after-a-good-command",
                        "exit 137",
                        "error certain|error likely|error possible",
                        sh("sleep 1; exit 137")),
                death(
                        "command-killed-below-a-shell",
                        "exit 137",
                        "error certain|error likely|error possible",
                        sh("sh -c 'kill -9 $$'; exit $?")),
                death("no-such-program", "exit 127", "error likely", sh("no-such-program-here")),
                death("program-not-executable", "exit 126", "error likely", sh("touch plain; ./plain")),
                death("exit-127-by-itself", "exit 127", "error certain|error likely", sh("exit 127")),
                death("timed-out-by-a-tool", "exit 124", "error likely", List.of("timeout", "1", "sleep", "60")),
                death("disk-full", "exit 1", "error certain", sh("head -c 100000 /dev/zero > /dev/full")),
                death(
                        "no-address-space",
                        "exit 1",
                        "error certain|out_of_memory likely",
                        sh("ulimit -v 100000; exec perl -e '$n = 1 << 30; $x = \"x\" x $n'")),
                death("hidden-exit-1", "exit 1", "error certain|error likely", List.of(UNREADABLE, "-c", "exit 1")),
                death(
                        "hidden-exit-137",
                        "exit 137",
                        "error certain|error likely",
                        List.of(UNREADABLE, "-c", "exit 137")));
    }

    /** Signals, sent by others or raised by the child's own fault. */
    private static List<Scenario> signals() {
        return List.of(
                death("killed", "signal 9", "killed_externally likely", waiting())
                        .struckBy("KILL"),
                death("terminated", "signal 15", "signal certain", waiting()).struckBy("TERM"),
                death("segmentation-fault", "signal 11", "signal certain", perl("unpack 'p', pack 'J', 1")),
                death("abort", "signal 6", "signal certain", List.of("perl", "-MPOSIX=abort", "-e", "abort")),
                death("broken-pipe", "signal 13", "signal certain", perl("pipe R, W; close R; syswrite W, 'x'")),
                // It signals its own process group, so it dies of its own SIGKILL.
                death(
                        "killed-by-a-timeout-tool",
                        "signal 9",
                        "killed_externally likely",
                        List.of("timeout", "-k", "1", "1", "sh", "-c", "trap '' TERM; sleep 60; sleep 60")),
                death("killed-by-the-supervisor", "signal 9", "killed_by_supervisor certain", waiting())
                        .struckBy("destroyForcibly"),
                death("ended-by-the-supervisor", "signal 15", "killed_by_supervisor certain", waiting())
                        .struckBy("destroy"),
                death(
                                "deaf-to-the-supervisor-then-killed",
                                "signal 9",
                                "killed_externally likely|signal certain",
                                sh("trap '' TERM; echo ready; exec sleep 60"))
                        .struckBy("destroy, then KILL"),
                death(
                                "hidden-kill",
                                "signal 9",
                                "killed_externally likely",
                                List.of(UNREADABLE, "-c", "echo ready; read nothing"))
                        .struckBy("KILL"));
    }

    /** Limits on CPU time. */
    private static List<Scenario> cpuLimits() {
        return List.of(
                // A shell sets both limits: SIGKILL and no SIGXCPU.
                death("cpu-limit", "signal 9", "cpu_limit likely", sh("ulimit -t 1; exec perl -e '1 while 1'")),
                death("cpu-limit-soft", "signal 24", "cpu_limit certain", sh("ulimit -St 1; exec perl -e '1 while 1'")),
                death(
                        "cpu-limit-soft-ignored",
                        "signal 9",
                        "cpu_limit likely",
                        sh("trap '' XCPU; ulimit -St 1; ulimit -Ht 2; exec perl -e '1 while 1'")),
                death(
                                "killed-far-below-the-cpu-limit",
                                "signal 9",
                                "killed_externally likely",
                                sh("ulimit -t 60; echo ready; exec perl -e '1 while 1'"))
                        .struckBy("KILL"));
    }

    /** Child JVMs in good and in bad health. */
    private static List<Scenario> jvms(VictimJvm jvm) {
        String heap = "-Xmx32m";
        return List.of(
                death("jvm-terminated", "exit 143", "signal likely", jvm.command("wait"))
                        .struckBy("TERM"),
                death("jvm-killed", "signal 9", "killed_externally likely", jvm.command("wait"))
                        .struckBy("KILL"),
                death("jvm-crash", "signal 6", "jvm_crash certain", jvm.command("wait"))
                        .struckBy("SEGV"),
                death("jvm-destroyed", "exit 143", "killed_by_supervisor certain", jvm.command("wait"))
                        .struckBy("destroy"),
                death(
                        "jvm-that-cannot-start",
                        "exit 1",
                        "error certain|error likely",
                        sh("ulimit -v 1000000; exec " + jvm.text("exit 0", "-Xmx2g"))),
                death("uncaught-exception", "exit 1", "error certain", jvm.command("throw"))
                        .given(STDERR_TAIL, "error certain|error likely"),
                death("stack-overflow", "exit 1", "error certain", jvm.command("overflow", "-Xss512k"))
                        .given(STDERR_TAIL, "error certain|error likely"),
                death("logged-exception", "exit 1", "error certain", jvm.command("log-exception 1"))
                        .given(STDERR_TAIL, "error certain|error likely"),
                death("jvm-terminated-without-handlers", "signal 15", "signal certain", jvm.command("wait", "-Xrs"))
                        .struckBy("TERM"),
                death("jvm-aborted-from-outside", "signal 6", "signal certain", jvm.command("wait"))
                        .struckBy("ABRT"),
                death("jvm-exit-137", "exit 137", "error certain", jvm.command("exit 137")),
                // A JVM that hears SIGTERM exits just so.
                death("jvm-exit-143", "exit 143", "signal likely|error certain", jvm.command("exit 143")),
                death("exit-42-in-a-thread", "exit 42", "error certain", jvm.command("exit-in-thread 42")),
                death("jvm-exit-3", "exit 3", "error certain", jvm.command("exit 3")),
                death(
                        "jvm-exit-3-with-the-flag",
                        "exit 3",
                        "error certain",
                        jvm.command("exit 3", "-XX:+ExitOnOutOfMemoryError")),
                death(
                        "jvm-halt-3-with-the-flag",
                        "exit 3",
                        "error certain",
                        jvm.command("halt 3", "-XX:+ExitOnOutOfMemoryError")),
                death("heap-full", "exit 1", "error certain|jvm_oome possible", jvm.command("heap", heap))
                        .given(STDERR_TAIL, "jvm_oome certain"),
                // Certain by the file of performance data that it left. Any JVM of the same user that starts sweeps
                // such files away (HotSpot, cleanup_sharedmem_files).
                death(
                                "heap-full-exit",
                                "exit 3",
                                "jvm_oome certain",
                                jvm.command("heap", heap, "-XX:+ExitOnOutOfMemoryError"))
                        .byItself(),
                death(
                        "heap-full-crash",
                        "signal 6",
                        "jvm_oome certain",
                        jvm.command("heap", heap, "-XX:+CrashOnOutOfMemoryError")),
                death(
                        "heap-full-caught",
                        "exit 1",
                        "error certain|jvm_oome possible",
                        jvm.command("heap-caught 1", heap)),
                // The error was survived; what ended the JVM is another thing.
                death(
                                "heap-full-logged",
                                "exit 1",
                                "error certain|jvm_oome possible",
                                jvm.command("heap-logged 1", heap))
                        .given(STDERR_TAIL, "error certain|jvm_oome possible|jvm_oome likely"),
                death("heap-full-and-killed", "signal 9", "killed_externally likely", jvm.command("heap-held", heap))
                        .struckBy("KILL"),
                death("heap-full-in-a-thread", "exit 0", "ok certain", jvm.command("heap-in-thread", heap)),
                death("metaspace-full", "exit 1", "error certain", jvm.command("metaspace", "-XX:MaxMetaspaceSize=16m"))
                        .given(STDERR_TAIL, "jvm_oome certain"),
                death(
                                "direct-memory-full",
                                "exit 1",
                                "error certain",
                                jvm.command("direct", "-XX:MaxDirectMemorySize=32m"))
                        .given(STDERR_TAIL, "jvm_oome certain"),
                death("no-more-threads", "exit 1", "error certain|jvm_oome possible", jvm.command("threads"))
                        .given(STDERR_TAIL, "jvm_oome certain|jvm_oome likely")
                        .inPids(40));
    }

    /** JVMs behind a shell, and what only talks like a JVM. */
    private static List<Scenario> wrapped(VictimJvm jvm) {
        String heapError = "java.lang.OutOfMemoryError: Java heap space";
        return List.of(
                death(
                                "heap-full-below-a-shell",
                                "exit 1",
                                "error certain|jvm_oome possible",
                                sh(jvm.text("heap", "-Xmx32m") + "; exit $?"))
                        .given(STDERR_TAIL, "jvm_oome certain|jvm_oome likely"),
                death(
                        "jvm-terminated-below-a-shell",
                        "exit 143",
                        "error certain|error likely|error possible|signal likely|signal possible",
                        sh(jvm.text("wait") + " & sleep 3; kill $!; wait $!; exit $?")),
                death("talks-of-a-heap-error", "exit 1", "error certain", sh("echo 'x: " + heapError + "' >&2; exit 1"))
                        .given(STDERR_TAIL, "error certain|jvm_oome possible|jvm_oome likely"),
                death(
                                "prints-the-log-of-a-jvm",
                                "exit 1",
                                "error certain",
                                perl("print STDERR qq(Exception in thread \"main\" " + heapError + "\\n); exit 1"))
                        .given(STDERR_TAIL, "error certain|jvm_oome possible|jvm_oome likely"));
    }

    /** Groups with too little memory, or with enough. */
    private static List<Scenario> memory(VictimJvm jvm) {
        return List.of(
                death("memory-limit", "signal 9", "oom_cgroup likely|oom_cgroup certain", perl(EAT))
                        .given(KERNEL_LOG, "oom_cgroup certain")
                        .inMemory(64),
                death(
                                "memory-limit-jvm",
                                "signal 9",
                                "oom_cgroup likely|oom_cgroup certain",
                                jvm.command("heap-later", "-Xmx1g", "-XX:-UseContainerSupport"))
                        .given(KERNEL_LOG, "oom_cgroup certain")
                        .inMemory(96),
                death("memory-limit-below-a-shell", "exit 137", "oom_cgroup likely", sh(eater() + "; exit $?"))
                        .given(KERNEL_LOG, "oom_cgroup likely|oom_cgroup certain")
                        .inMemory(64),
                death(
                                "memory-limit-survived",
                                "exit 1",
                                "oom_cgroup possible|oom_cgroup likely",
                                sh(eater() + "; sleep 0.3; exit 1"))
                        .inMemory(64),
                death(
                                "full-of-page-cache",
                                "exit 1",
                                "error certain",
                                sh("head -c 100000000 /dev/zero > big; rm big; exit 1"))
                        .inMemory(32),
                death("killed-near-the-limit", "signal 9", "killed_externally likely", perl(HOLD.formatted(54)))
                        .struckBy("KILL")
                        .inMemory(64),
                death("killed-far-below-the-limit", "signal 9", "killed_externally likely", perl(HOLD.formatted(96)))
                        .struckBy("KILL")
                        .inMemory(512),
                death(
                                "killed-by-the-supervisor-near-the-limit",
                                "signal 9",
                                "killed_by_supervisor certain",
                                perl(HOLD.formatted(54)))
                        .struckBy("destroyForcibly")
                        .inMemory(64),
                death(
                                "killed-after-an-oom-kill-in-its-group",
                                "signal 9",
                                "killed_externally likely|killed_externally possible|signal certain",
                                sh("(" + eater() + "; kill -9 $$) & exec sleep 60"))
                        .given(KERNEL_LOG, "killed_externally likely")
                        .inMemory(64),
                death(
                                "killed-after-an-oom-kill-in-another-group",
                                "signal 9",
                                "killed_externally likely|signal certain",
                                sh("(sh -c 'echo $$ >" + GROUP + "; exec " + eater().replace("'", "'\\''")
                                        + "'; kill -9 $$) & exec sleep 60"))
                        .given(KERNEL_LOG, "killed_externally likely")
                        .inMemory(64));
    }

    private static List<String> sh(String script) {
        return List.of("sh", "-c", script);
    }

    private static List<String> perl(String program) {
        return List.of("perl", "-e", program);
    }

    private static String eater() {
        return "perl -e '" + EAT + "'";
    }

    private static List<String> waiting() {
        return sh("echo ready; exec sleep 60");
    }
}
