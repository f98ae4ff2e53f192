package io.forkwatch.probe.sweep;

import io.forkwatch.probe.procfs.HeldFiles;
import io.forkwatch.probe.thread.Confined;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/**
 * Removes a directory with all that is in it, each entry by its name from the descriptor of the directory that it is in. It ends
 * as soon as something is not as it was when it was judged: another inode, a change since, a mount, somebody who uses it.
 */
@Confined(Confined.To.SWEEP)
final class Removal {
    /** Asked before each step; what it throws ends the removal. */
    interface Guard {
        /**
         * Before an entry is opened or removed, or when a directory is open and nothing in it has been touched.
         *
         * @param opened which of both
         * @param name of the entry
         */
        void at(boolean opened, Path name) throws IOException;
    }

    private final Set<Object> owned;
    private final long cutoffMillis;
    private final Guard guard;

    /**
     * A removal.
     *
     * @param owned keys of what living processes hold
     * @param cutoffMillis what was changed at this time or later is fresh; since the epoch
     */
    Removal(Set<Object> owned, long cutoffMillis, Guard guard) {
        this.owned = owned;
        this.cutoffMillis = cutoffMillis;
        this.guard = guard;
    }

    private void remove(Held parent, Path name) throws IOException {
        BasicFileAttributes its = parent.entry(name);
        if (its.isDirectory()) {
            removeDirectory(parent, name, its.fileKey());
            return;
        }
        guard.at(false, name);
        check(Held.millis(its) < cutoffMillis && !owned.contains(its.fileKey()), name);
        parent.stream.deleteFile(name);
    }

    /**
     * Removes a directory of a directory.
     *
     * @param key its device and inode
     * @throws NoSuchFileException if something is not what was judged
     * @throws IOException if the system refuses to
     */
    void removeDirectory(Held parent, Path name, Object key) throws IOException {
        guard.at(false, name);
        // Held to the end: as long as it is, no other directory can have its inode.
        try (Held directory = parent.open(name, key)) {
            boolean same = HeldFiles.device(key).equals(HeldFiles.device(parent.key));
            check(same && directory.modifiedMillis < cutoffMillis && !owned.contains(key), name);
            guard.at(true, name);
            for (Path entry : directory.stream) {
                remove(directory, entry.getFileName());
            }
            guard.at(false, name);
            check(parent.entry(name).fileKey().equals(key), name);
            parent.stream.deleteDirectory(name);
        }
    }

    private static void check(boolean asItWas, Path name) throws IOException {
        if (!asItWas) {
            throw new NoSuchFileException(name.toString());
        }
    }
}
