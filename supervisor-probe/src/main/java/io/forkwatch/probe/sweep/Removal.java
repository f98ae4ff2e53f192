package io.forkwatch.probe.sweep;

import io.forkwatch.probe.sweep.Held.ChangedException;
import io.forkwatch.probe.thread.Confined;
import java.io.IOException;
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
         * Before an entry is opened or removed.
         *
         * @param name of the entry
         */
        void before(Path name) throws IOException;

        /**
         * A directory is open, and nothing in it has been touched.
         *
         * @param name of the directory
         */
        void opened(Path name) throws IOException;
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

    /**
     * Removes a directory.
     *
     * @param parent the one that it is in
     * @param key its device and inode
     * @throws ChangedException if something is not as it was
     * @throws IOException if the system refuses to
     */
    void remove(Held parent, Path name, Object key) throws IOException {
        guard.before(name);
        // Held to the end: as long as it is, no other directory can have its inode.
        try (Held directory = parent.open(name, key)) {
            boolean same = Held.device(key).equals(Held.device(parent.key()));
            if (!same || directory.modifiedMillis() >= cutoffMillis || owned.contains(key)) {
                throw new ChangedException(name);
            }
            guard.opened(name);
            for (Path entry : directory.stream()) {
                removeEntry(directory, entry.getFileName());
            }
            guard.before(name);
            if (!parent.entry(name).fileKey().equals(key)) {
                throw new ChangedException(name);
            }
            parent.stream().deleteDirectory(name);
        }
    }

    private void removeEntry(Held directory, Path name) throws IOException {
        BasicFileAttributes its = directory.entry(name);
        if (its.isDirectory()) {
            remove(directory, name, its.fileKey());
            return;
        }
        guard.before(name);
        if (Held.millis(its) >= cutoffMillis || owned.contains(its.fileKey())) {
            throw new ChangedException(name);
        }
        directory.stream().deleteFile(name);
    }
}
