package io.forkwatch.probe.procfs;

import io.forkwatch.probe.procfs.text.HostChecks;
import io.forkwatch.probe.procfs.text.Numbers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** Whether a process does something: proc_pid_io(5), proc_pid_stat(5), proc_pid_task(5). Thread-safe. */
public final class ProcessActivity {
    private final ProcFs procFs;

    /** Of the processes of a proc file system. */
    public ProcessActivity(ProcFs procFs) {
        this.procFs = procFs;
    }

    /**
     * All figures of {@code /proc/<pid>/io}, added up: bytes and calls, read and written, of the process and of the children
     * that it has waited for. It is another one after any I/O by read(2), write(2) and their like, or to a disk. Absent where
     * it may not be read: that is for who may trace the process.
     */
    public OptionalLong io(long pid) {
        try {
            long sum = 0;
            for (String line : text(file(pid, "io")).split("\n", -1)) {
                int colon = line.indexOf(": ");
                sum += colon < 0 ? 0 : Math.max(0, Numbers.leading(line, colon + 2));
            }
            return OptionalLong.of(sum);
        } catch (IOException hidden) {
            return OptionalLong.empty();
        }
    }

    /**
     * True if a process, or one of its threads, runs or waits for a disk: state R or D. So too if that cannot be read.
     *
     * @param threads true to ask all threads, at the cost of a file for each
     */
    public boolean isBusy(long pid, boolean threads) {
        try {
            String[] tids = threads ? file(pid, "task").toFile().list() : new String[0];
            boolean busy = tids == null || isBusy(file(pid, "stat"));
            for (int i = 0; !busy && i < tids.length; i++) {
                busy = isBusy(file(pid, "task").resolve(tids[i]).resolve("stat"));
            }
            return busy;
        } catch (IOException gone) {
            return true;
        }
    }

    /**
     * State letter of the thread of a name, proc_pid_task(5); of several that of the first.
     *
     * @param comm its name, at most 15 bytes of it
     * @return empty if there is none, or it may not be asked
     */
    public Optional<Character> threadState(long pid, String comm) {
        Path task = file(pid, "task");
        String[] tids = task.toFile().list();
        Optional<Character> found = Optional.empty();
        for (int i = 0; tids != null && i < tids.length && found.isEmpty(); i++) {
            found = stateIfNamed(task.resolve(tids[i]).resolve("stat"), " (" + comm + ") ");
        }
        return found;
    }

    private static Optional<Character> stateIfNamed(Path stat, String name) {
        try {
            String text = text(stat);
            int at = text.lastIndexOf(')') + 2;
            boolean named =
                    at > 1 && at < text.length() && text.substring(0, at).endsWith(name);
            return named ? Optional.of(text.charAt(at)) : Optional.empty();
        } catch (IOException ended) {
            return Optional.empty();
        }
    }

    // The name before it may have any character.
    private static boolean isBusy(Path stat) throws IOException {
        String text = text(stat);
        int at = text.lastIndexOf(')') + 2;
        return at < 2 || at >= text.length() || text.charAt(at) == 'R' || text.charAt(at) == 'D';
    }

    private Path file(long pid, String name) {
        return procFs.root(pid).resolveSibling(name);
    }

    private static String text(Path file) throws IOException {
        HostChecks.avoid();
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }
}
