package io.forkwatch.probe.evidence;

import io.forkwatch.agent.entry.RegularFile;
import io.forkwatch.probe.evidence.perf.JvmFlags;
import io.forkwatch.probe.evidence.perf.JvmSample;
import io.forkwatch.probe.process.Child;
import io.forkwatch.probe.process.WaitStatus;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.death.Descendant;
import io.forkwatch.probe.process.death.Ending;
import io.forkwatch.probe.process.program.Programs;
import io.forkwatch.probe.thread.Confined;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Seeks the file that a crashed JVM left. Reads files.
 *
 * @param fallback where HotSpot puts the file if the working directory cannot be written: {@code /tmp} on Linux
 * @param ownUid user id of this JVM, which its children have as a rule; absent where the kernel does not say
 */
@Confined(Confined.To.REPORTER)
record CrashFiles(Path fallback, OptionalLong ownUid) {
    private static final int SIGABRT = 6;
    private static final int PASSED_ON = WaitStatus.exitValueOf(SIGABRT);
    private static final int KILLED = WaitStatus.exitValueOf(WaitStatus.SIGKILL);
    private static final int MOST_BYTES = 64 * 1024;
    private static final String OPTION = "-XX:ErrorFile=";
    private static final String WORD_ENDS = " \t\n'\";&|)";

    /**
     * Those of this machine.
     *
     * @param ownUid user id of this JVM; absent where the kernel does not say
     */
    public static CrashFiles ofMachine(OptionalLong ownUid) {
        return new CrashFiles(Path.of("/tmp"), ownUid);
    }

    /**
     * The file of a JVM that aborted or failed: the child itself, or one below it if the child passed that on. Without a
     * core dump, and where native memory runs out, a JVM exits 1 after it wrote the file. One may be killed while its core
     * is written, or the file itself. Only a regular file counts
     * that the same process wrote after the child's start, and that belongs to that process's user, to ours, or to root:
     * in {@code /tmp} anybody can write one.
     *
     * @param jvm what was seen of a JVM while it lived: it knows options that are not on the command line
     */
    public Optional<CrashFile> find(Death death, Optional<JvmSample> jvm) {
        for (long pid : suspects(death, jvm)) {
            Optional<JvmSample> seen = jvm.filter(sample -> sample.key().pid() == pid);
            for (Path path : places(death.child(), pid, seen)) {
                Optional<CrashFile> found =
                        read(path, death.child().startedAt(), seen).filter(file -> file.pid() == pid);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static List<Long> suspects(Death death, Optional<JvmSample> jvm) {
        List<Long> pids = new ArrayList<>();
        int exitValue = death.ending().exitValue().orElse(0);
        boolean aborted = exitValue == PASSED_ON;
        boolean killed = exitValue == KILLED;
        if (!aborted && !killed && (exitValue <= 0 || exitValue >= WaitStatus.SIGNAL_BASE)) {
            return pids;
        }
        long own = death.child().key().pid();
        boolean itself = !killed || !isExit(death.ending());
        if (aborted
                || (itself && Programs.isJava(death.child().command().program()))
                || (itself && jvm.filter(sample -> sample.key().pid() == own).isPresent())) {
            pids.add(own);
        }
        if (!isSignal(death.ending())
                || WrapperEnds.endsAlike(death.child().command().arguments())) {
            death.descendants().stream()
                    .filter(descendant -> !descendant.alive() && (aborted || Programs.isJava(descendant.comm())))
                    .map(Descendant::key)
                    .forEach(key -> pids.add(key.pid()));
        }
        return pids;
    }

    private static boolean isSignal(Ending ending) {
        return (ending instanceof Ending.Exact exact && exact.status().signalled())
                || (ending instanceof Ending.Flags flags && flags.signalled());
    }

    private static boolean isExit(Ending ending) {
        return (ending instanceof Ending.Exact exact && !exact.status().signalled())
                || (ending instanceof Ending.Flags flags && !flags.signalled());
    }

    // In HotSpot's own order: the option, the working directory, then the fallback.
    private List<Path> places(Child child, long pid, Optional<JvmSample> seen) {
        List<Path> places = new ArrayList<>();
        String name = "hs_err_pid" + pid + ".log";
        try {
            Path directory = Path.of(child.directory()).toAbsolutePath();
            seen.flatMap(JvmSample::flags)
                    .flatMap(JvmFlags::errorFile)
                    .or(() -> errorFile(child.command().arguments()))
                    .ifPresent(pattern -> places.add(directory.resolve(expand(pattern, pid))));
            places.add(directory.resolve(name));
        } catch (InvalidPathException noPath) {
            places.clear(); // The supervisor gave a path that no file can have, so the JVM did not use it either.
        }
        places.add(fallback.resolve(name));
        return places;
    }

    // The last one counts. For a shell it is a word within the script.
    private static Optional<String> errorFile(List<String> arguments) {
        String found = "";
        for (String argument : arguments) {
            int at = argument.lastIndexOf(OPTION);
            if (at >= 0) {
                String value = argument.substring(at + OPTION.length());
                found = at == 0 ? value : firstWord(value);
            }
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(found);
    }

    private static String firstWord(String text) {
        int end = 0;
        while (end < text.length() && WORD_ENDS.indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return text.substring(0, end);
    }

    // %p is the pid and %% a percent sign (HotSpot, Arguments::copy_expand_pid).
    private static String expand(String pattern, long pid) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            char next = i + 1 < pattern.length() ? pattern.charAt(i + 1) : ' ';
            if (c == '%' && (next == 'p' || next == '%')) {
                path.append(next == 'p' ? Long.toString(pid) : "%");
                i++;
            } else {
                path.append(c);
            }
        }
        return path.toString();
    }

    private Optional<CrashFile> read(Path path, Instant notBefore, Optional<JvmSample> seen) {
        try {
            RegularFile file = RegularFile.at(path, LinkOption.NOFOLLOW_LINKS);
            // Some file systems keep whole seconds.
            Instant oldest = notBefore.truncatedTo(ChronoUnit.SECONDS);
            boolean fresh = !file.lastModifiedTime().toInstant().isBefore(oldest);
            return fresh && trusted(file.ownerUid(), seen)
                    ? CrashFile.parse(path, new String(file.head(MOST_BYTES), StandardCharsets.UTF_8))
                    : Optional.empty();
        } catch (IOException notThere) {
            return Optional.empty(); // The usual case: the JVM wrote it elsewhere or none, or it is not ours to read.
        }
    }

    private boolean trusted(long owner, Optional<JvmSample> seen) {
        long ofProcess = seen.map(JvmSample::uid).orElseGet(OptionalLong::empty).orElse(0);
        return owner == 0 || owner == ofProcess || owner == ownUid.orElse(owner);
    }
}
