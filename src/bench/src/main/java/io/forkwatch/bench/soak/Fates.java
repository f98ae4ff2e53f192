package io.forkwatch.bench.soak;

import io.forkwatch.bench.soak.Fate.Blow;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The ends that children of the soak come to, in families. */
final class Fates {
    private static final String KILLED = "killed_externally|signal";
    private static final String WAIT = "echo ready; exec sleep 300";

    private final Path home;
    private final List<String> jvm;
    private final Optional<Path> group;

    /**
     * What this machine allows.
     *
     * @param home a directory for files that children need
     * @param jvm the beginning of a command that starts {@link Victim}
     * @param group the file by which a process enters a small memory cgroup, if there is one
     */
    Fates(Path home, List<String> jvm, Optional<Path> group) throws IOException {
        this.home = home;
        this.jvm = List.copyOf(jvm);
        this.group = group;
        Files.writeString(home.resolve("Makefile"), "good:\n\t@true\nbad:\n\t@sh -c 'exit 4'\n");
    }

    /** Whether a program is on the path. */
    static boolean has(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    /** Those that are over within milliseconds. */
    List<Fate> brief() {
        return List.of(
                Fate.of("true", "exit 0", "ok", "true"),
                Fate.ofScript("exit-1", "exit 1", "error", "exit 1"),
                Fate.ofScript("exit-3", "exit 3", "error", "exit 3"),
                Fate.ofScript("exit-137-by-itself", "exit 137", "error", "exit 137"),
                Fate.ofScript("not-found", "exit 127", "error", "no-such-program-here"),
                Fate.ofScript("kills-itself", "signal 9", KILLED, "kill -9 $$"),
                Fate.ofScript("aborts", "signal 6", "signal", "kill -6 $$"),
                Fate.ofScript("segmentation-fault", "signal 11", "signal", "kill -11 $$"),
                Fate.ofScript("terminates-itself", "signal 15", "signal", "kill -15 $$"));
    }

    /** Those that run other processes, or are struck. */
    List<Fate> middling() {
        List<Fate> all = new ArrayList<>(List.of(
                Fate.ofScript("terminated", "signal 15", "signal", WAIT).struckBy(Blow.TERM),
                Fate.ofScript("killed", "signal 9", KILLED, WAIT).struckBy(Blow.KILL),
                Fate.ofScript("aborted", "signal 6", "signal", WAIT).struckBy(Blow.ABRT),
                Fate.ofScript("destroyed", "signal 15", "killed_by_supervisor", WAIT)
                        .struckBy(Blow.DESTROY),
                Fate.ofScript("destroyed-forcibly", "signal 9", "killed_by_supervisor", WAIT)
                        .struckBy(Blow.DESTROY_FORCIBLY),
                Fate.ofScript("tree", "exit 4", "error", "sleep 0.4 & sleep 0.6 & (sleep 0.2; exit 5); wait; exit 4"),
                Fate.ofScript("killed-below", "exit 137", "error", "sh -c 'sleep 0.3; kill -9 $$'; exit $?"),
                Fate.ofScript("leaves-orphan", "exit 0", "ok", "sleep 8 </dev/null >/dev/null 2>&1 & sleep 0.3"),
                Fate.ofScript(
                        "double-fork",
                        "exit 6",
                        "error",
                        "( (sleep 5 &) &) </dev/null >/dev/null 2>&1; sleep 0.3; exit 6"),
                Fate.ofScript("zombies", "exit 0", "ok", "sleep 0.1 & sleep 0.2 & exec sleep 0.7"),
                Fate.ofScript("floods-stderr", "exit 7", "error", "head -c 2000000 /dev/zero | tr '\\0' x >&2; exit 7"),
                Fate.ofScript("prints-lines", "exit 8", "error", "seq 1 50000 >&2; exit 8")));
        all.addAll(tools());
        return all;
    }

    // Launchers in their own right, where this machine has them.
    private List<Fate> tools() {
        List<Fate> all = new ArrayList<>();
        if (has("timeout")) {
            all.add(Fate.of("timeout", "exit 124", "error", "timeout", "0.4", "sleep", "60"));
        }
        if (has("xargs")) {
            all.add(Fate.ofScript("xargs", "exit 123", "error", "seq 8 | xargs -P 4 -n 1 sh -c 'exit 1'"));
        }
        if (has("make")) {
            all.add(Fate.of("make", "exit 0", "ok", "make", "-C", home.toString(), "good"));
            all.add(Fate.of("make-fails", "exit 2", "error", "make", "-C", home.toString(), "bad"));
        }
        if (has("python3")) {
            String script = "import subprocess, sys; [subprocess.run(['true']) for _ in range(5)]; sys.exit(9)";
            all.add(Fate.of("python", "exit 9", "error", "python3", "-c", script));
        }
        return all;
    }

    /** Child JVMs. */
    List<Fate> jvms() {
        return List.of(
                Fate.of("jvm-exit", "exit 3", "error", jvm("exit")),
                Fate.of("jvm-throws", "exit 1", "error", jvm("throw")),
                Fate.of("jvm-heap", "exit 1", "jvm_oome", jvm("heap", "-Xmx16m")),
                Fate.of("jvm-heap-exit", "exit 3", "jvm_oome", jvm("heap", "-Xmx16m", "-XX:+ExitOnOutOfMemoryError")),
                Fate.of(
                        "jvm-heap-crash",
                        "signal 6",
                        "jvm_oome",
                        jvm("heap", "-Xmx16m", "-XX:+CrashOnOutOfMemoryError")),
                Fate.of("jvm-terminated", "exit 143", "signal", jvm("wait")).struckBy(Blow.TERM),
                Fate.of("jvm-killed", "signal 9", KILLED, jvm("wait")).struckBy(Blow.KILL),
                Fate.of("jvm-crashes", "signal 6", "jvm_crash", jvm("wait")).struckBy(Blow.SEGV),
                Fate.of("jvm-destroyed", "exit 143", "killed_by_supervisor", jvm("wait"))
                        .struckBy(Blow.DESTROY));
    }

    private String[] jvm(String end, String... options) {
        List<String> words = new ArrayList<>(jvm.subList(0, 1));
        words.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        words.addAll(List.of(options));
        words.addAll(jvm.subList(1, jvm.size()));
        words.add(end);
        return words.toArray(String[]::new);
    }

    /** Those that need more memory than their cgroup has; none where no cgroup can be made. */
    List<Fate> memory() {
        return group.map(procs -> "echo $$ >" + procs + "; sleep 1.5; ")
                .map(enter -> List.of(
                        Fate.ofScript("out-of-memory", "signal 9", "oom_cgroup", enter + "exec tail /dev/zero")
                                .byItself(),
                        Fate.ofScript(
                                        "out-of-memory-below",
                                        "exit 137",
                                        "oom_cgroup",
                                        enter + "tail /dev/zero; exit $?")
                                .byItself()))
                .orElse(List.of());
    }

    /** A child that lives until it is struck. */
    static Fate lodger() {
        return Fate.ofScript("lodger", "signal 15", "killed_by_supervisor", "echo ready; exec sleep 3000")
                .struckBy(Blow.DESTROY);
    }
}
