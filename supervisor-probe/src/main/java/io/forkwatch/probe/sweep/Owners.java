package io.forkwatch.probe.sweep;

import io.forkwatch.probe.process.view.ChildTree;
import io.forkwatch.probe.process.view.LiveView;
import io.forkwatch.probe.procfs.HeldFiles;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.pid.NoSuchProcessException;
import io.forkwatch.probe.thread.Confined;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** What the living processes of this machine use, at one moment, as far as it can be seen. */
@Confined(Confined.To.SWEEP)
final class Owners {
    /** What they hold, by device and inode. */
    final Set<Object> held = new HashSet<>();

    /** That of what they hold, as of {@link HeldFiles#device}. */
    final String device;

    private final ProcFs procFs;
    private final HeldFiles files;
    private final Set<Integer> hiddenUsers = new HashSet<>();
    private final List<Path> starts = new ArrayList<>();
    private final int ownUser;
    private boolean othersHidden;

    /**
     * Looks at all processes.
     *
     * @param device that of the directories which are asked about
     * @param children the living children, for where they were started
     * @param over true if there is no time left
     * @throws IOException if they cannot be listed, or there is no time
     */
    Owners(ProcFs procFs, HeldFiles files, String device, LiveView children, BooleanSupplier over) throws IOException {
        this.procFs = procFs;
        this.files = files;
        this.device = device;
        this.ownUser = files.owner(procFs.self().pid());
        this.othersHidden = procFs.hidesOthers();
        for (ChildTree tree : children.trees()) {
            Path start = Path.of(tree.child().directory()).toAbsolutePath().normalize();
            starts.add(start);
            HeldFiles.add(start, device, held);
        }
        for (long pid : procFs.pids()) {
            if (!files.add(pid, device, held)) {
                hide(pid);
            }
        }
        if (procFs.isForeign() || over.getAsBoolean()) {
            throw new IOException("the processes of this machine cannot be seen, or not in time");
        }
    }

    // A zombie has nothing open, and may not be looked into. Neither may the first process here and there: it works in
    // /.
    private void hide(long pid) {
        try {
            boolean first = pid == 1 && procFs.inInitialPidNamespace();
            if (!first && procFs.stat(pid).state() != 'Z') {
                hiddenUsers.add(files.owner(pid));
                hiddenUsers.add((int) procFs.status(pid).uid().orElse(0));
            }
        } catch (NoSuchProcessException gone) {
            return; // It holds nothing any more.
        } catch (IOException hidden) {
            othersHidden = true;
        }
    }

    /** True if a living child was started in that directory, or below it. */
    boolean hasStart(Path directory) {
        for (Path start : starts) {
            if (start.startsWith(directory)) {
                return true;
            }
        }
        return false;
    }

    /** True if a process that cannot be looked into may use the directories of that user. */
    boolean isHidden(int user) {
        return hiddenUsers.contains(user) || (othersHidden && user != ownUser);
    }
}
