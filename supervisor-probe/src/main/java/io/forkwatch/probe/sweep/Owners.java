package io.forkwatch.probe.sweep;

import io.forkwatch.probe.procfs.HeldFiles;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.pid.NoSuchProcessException;
import io.forkwatch.probe.thread.Confined;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** What the living processes of this machine use, at one moment, as far as it can be seen. */
@Confined(Confined.To.SWEEP)
final class Owners {
    private final Set<Object> held = new HashSet<>();
    private final Set<Integer> hiddenUsers = new HashSet<>();
    private final List<Path> starts;
    private final String device;
    private final int ownUser;
    private boolean othersHidden;

    /**
     * Looks at all processes.
     *
     * @param device that of the directories which are asked about, as of {@link Held#device}
     * @param starts directories in which living children were started
     * @param stopping true if there is no time left
     * @throws IOException if they cannot be listed, or there is no time
     */
    Owners(ProcFs procFs, HeldFiles files, String device, List<Path> starts, BooleanSupplier stopping)
            throws IOException {
        long self = procFs.self().pid();
        this.device = device;
        this.starts = starts;
        this.othersHidden = procFs.hidesOthers();
        this.ownUser = files.owner(self);
        for (Path start : starts) {
            HeldFiles.add(start, key -> true, held);
        }
        for (long pid : procFs.pids()) {
            if (stopping.getAsBoolean()) {
                throw new IOException("no time left to look at all processes");
            }
            boolean seen = files.add(pid, key -> Held.device(key).equals(device), held);
            if (!seen) {
                hide(procFs, files, pid);
            }
        }
        if (procFs.isForeign()) {
            throw new IOException("the processes of this machine cannot be seen");
        }
    }

    // A zombie has nothing open, and may not be looked into.
    private void hide(ProcFs procFs, HeldFiles files, long pid) {
        try {
            boolean init = pid == 1 && procFs.inInitialPidNamespace(); // It works in /, and has nothing of ours open.
            if (!init && procFs.stat(pid).state() != 'Z') {
                hiddenUsers.add(files.owner(pid));
                hiddenUsers.add((int) procFs.status(pid).uid().orElse(0));
            }
        } catch (NoSuchProcessException gone) {
            return; // It holds nothing any more.
        } catch (IOException hidden) {
            othersHidden = true;
        }
    }

    /** What they hold, by device and inode. */
    Set<Object> held() {
        return held;
    }

    /** True if it is known who holds what is on the device of that directory. */
    boolean isOf(Held root) {
        return Held.device(root.key()).equals(device);
    }

    /** True if a living child was started in that directory, or below it. */
    boolean hasStart(Path directory) {
        return starts.stream().anyMatch(start -> start.startsWith(directory));
    }

    /** True if a process that cannot be looked into may use the directories of that user. */
    boolean isHidden(int user) {
        return hiddenUsers.contains(user) || (othersHidden && user != ownUser);
    }
}
