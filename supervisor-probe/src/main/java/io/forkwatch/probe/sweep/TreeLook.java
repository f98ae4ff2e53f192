package io.forkwatch.probe.sweep;

import io.forkwatch.probe.process.advice.SweepVerdict;
import io.forkwatch.probe.procfs.HeldFiles;
import io.forkwatch.probe.thread.Confined;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** One look at a directory with all that is in it. It ends with the first thing that keeps it from being left over. */
@Confined(Confined.To.SWEEP)
final class TreeLook {
    /** The most levels, each of which takes two descriptors of the host's. */
    static final int MOST_LEVELS = 40;

    private final Set<Object> owned;
    private final long cutoffMillis;
    private final long mostEntries;
    private final BooleanSupplier over;
    private final String device;
    private final Found found = new Found();

    /**
     * A look at a directory of a device.
     *
     * @param owned keys of what living processes hold
     * @param cutoffMillis what was changed at this time or later is fresh; since the epoch
     * @param over true if there is no time left
     */
    TreeLook(String device, Set<Object> owned, long cutoffMillis, long mostEntries, BooleanSupplier over) {
        this.device = device;
        this.owned = owned;
        this.cutoffMillis = cutoffMillis;
        this.mostEntries = mostEntries;
        this.over = over;
    }

    /** Looks at an entry of a directory that is held, 0 for those of a root. */
    Found at(Held parent, Path name, int level) {
        try {
            BasicFileAttributes its = parent.entry(name);
            take(its);
            if (isClean() && its.isDirectory()) {
                into(parent, name, its.fileKey(), level);
            }
        } catch (NoSuchFileException gone) {
            mark(SweepVerdict.FRESH);
        } catch (IOException | DirectoryIteratorException hidden) {
            mark(SweepVerdict.UNREADABLE); // What cannot be opened or listed may hold anything.
        }
        return found;
    }

    private void into(Held parent, Path name, Object key, int level) throws IOException {
        if (level == MOST_LEVELS) {
            mark(SweepVerdict.TOO_DEEP);
            return;
        }
        try (Held directory = parent.open(name, key)) {
            for (Path entry : directory.stream) {
                at(directory, entry.getFileName(), level + 1);
                if (!isClean()) {
                    return;
                }
            }
        }
    }

    private boolean isClean() {
        return found.judge(cutoffMillis) == SweepVerdict.LEFT_OVER;
    }

    private void take(BasicFileAttributes its) {
        found.entries++;
        found.bytes += its.isRegularFile() ? its.size() : 0;
        found.newestMillis = Math.max(found.newestMillis, Held.millis(its));
        if (owned.contains(its.fileKey())) {
            mark(SweepVerdict.IN_USE);
        } else if (its.isDirectory() && !HeldFiles.device(its.fileKey()).equals(device)) {
            mark(SweepVerdict.OTHER_FILE_SYSTEM);
        } else if (found.entries > mostEntries) {
            mark(SweepVerdict.TOO_MANY_ENTRIES);
        } else if (over.getAsBoolean()) {
            mark(SweepVerdict.OUT_OF_TIME);
        }
    }

    private void mark(SweepVerdict mark) {
        found.mark = mark;
    }
}
