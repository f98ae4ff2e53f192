package io.forkwatch.probe.procfs.handle;

import io.forkwatch.probe.procfs.Auxv;
import io.forkwatch.probe.procfs.ProcFs;

/**
 * What one thread reads processes with. Not thread-safe, for the reader is not.
 *
 * @param files where they are
 * @param reader the thread's one reader, with its one buffer
 * @param units what the kernel counts in
 */
public record ProcAccess(ProcFs files, StatReader reader, Auxv units) {
    /** With a reader that holds nothing yet. */
    public static ProcAccess of(ProcFs files, Auxv units) {
        return new ProcAccess(files, new StatReader(files), units);
    }
}
