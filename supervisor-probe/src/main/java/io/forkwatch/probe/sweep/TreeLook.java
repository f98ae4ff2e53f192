package io.forkwatch.probe.sweep;

import io.forkwatch.probe.process.advice.SweepVerdict;
import io.forkwatch.probe.thread.Confined;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** One look at a directory with all that is in it. It ends with the first thing that keeps it from being left over. */
@Confined(Confined.To.SWEEP)
final class TreeLook {
    /**
     * How far one looks.
     *
     * @param entries the most entries
     * @param levels the most levels, each of which takes two descriptors
     */
    record Bounds(long entries, int levels) {
        /** What is usual: half a second, and 128 descriptors. */
        static final Bounds USUAL = new Bounds(200_000, 64);
    }

    private final Bounds bounds;
    private final Set<Object> owned;
    private final long cutoffMillis;
    private final BooleanSupplier stopping;
    private final EnumSet<SweepVerdict> marks = EnumSet.noneOf(SweepVerdict.class);
    private long newestMillis = Long.MIN_VALUE;
    private long entries;
    private long bytes;

    /**
     * A look.
     *
     * @param owned keys of what living processes hold
     * @param cutoffMillis what was changed at this time or later is fresh; since the epoch
     * @param stopping true if there is no time left
     */
    TreeLook(Bounds bounds, Set<Object> owned, long cutoffMillis, BooleanSupplier stopping) {
        this.bounds = bounds;
        this.owned = owned;
        this.cutoffMillis = cutoffMillis;
        this.stopping = stopping;
    }

    /**
     * Looks at a directory of a root.
     *
     * @param path how it is shown
     */
    Found at(Held root, Path name, String path) {
        Object key = path;
        try {
            BasicFileAttributes its = root.entry(name);
            key = its.fileKey();
            if (take(its, Held.device(root.key()))) {
                into(root, name, key, 1);
            }
        } catch (IOException gone) {
            mark(SweepVerdict.FRESH);
        }
        return new Found(path, key, newestMillis, entries, bytes, marks);
    }

    // What cannot be opened or listed may hold anything.
    private void into(Held parent, Path name, Object key, int level) {
        try (Held directory = parent.open(name, key)) {
            String device = Held.device(key);
            for (Path entry : directory.stream()) {
                if (!entry(directory, entry.getFileName(), device, level)) {
                    return;
                }
            }
        } catch (Held.ChangedException swapped) {
            mark(SweepVerdict.FRESH);
        } catch (IOException | DirectoryIteratorException hidden) {
            mark(SweepVerdict.UNREADABLE);
        }
    }

    private boolean entry(Held directory, Path name, String device, int level) throws IOException {
        BasicFileAttributes its;
        try {
            its = directory.entry(name);
        } catch (NoSuchFileException gone) {
            return mark(SweepVerdict.FRESH);
        }
        if (take(its, device) && its.isDirectory()) {
            if (level >= bounds.levels()) {
                return mark(SweepVerdict.TOO_DEEP);
            }
            into(directory, name, its.fileKey(), level + 1);
        }
        return marks.isEmpty();
    }

    private boolean take(BasicFileAttributes its, String device) {
        entries++;
        bytes += its.isRegularFile() ? its.size() : 0;
        newestMillis = Math.max(newestMillis, Held.millis(its));
        if (newestMillis >= cutoffMillis) {
            return mark(SweepVerdict.FRESH);
        }
        if (owned.contains(its.fileKey())) {
            return mark(SweepVerdict.IN_USE);
        }
        if (!Held.device(its.fileKey()).equals(device)) {
            return mark(SweepVerdict.OTHER_FILE_SYSTEM);
        }
        if (entries > bounds.entries()) {
            return mark(SweepVerdict.TOO_MANY_ENTRIES);
        }
        return !stopping.getAsBoolean() || mark(SweepVerdict.OUT_OF_TIME);
    }

    private boolean mark(SweepVerdict mark) {
        marks.add(mark);
        return false;
    }
}
