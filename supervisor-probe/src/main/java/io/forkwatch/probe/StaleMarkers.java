package io.forkwatch.probe;

import io.forkwatch.agent.entry.Marker;
import io.forkwatch.probe.procfs.NoSuchProcessException;
import io.forkwatch.probe.procfs.ProcFs;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * Removes the markers of supervisors that were killed before they could do so themselves. Only empty directories of our
 * own user whose process, by pid and starttime, is gone for certain; what is in doubt stays.
 */
final class StaleMarkers {
    /** A huge /tmp must not cost a supervisor its start. */
    private static final int MOST_ENTRIES = 1_000;

    private final List<Path> places;
    private final ProcFs procFs;

    StaleMarkers(List<Path> places, ProcFs procFs) {
        this.places = places;
        this.procFs = procFs;
    }

    /** Looks at the first 1,000 entries of each place; returns how many markers were removed. */
    int remove() {
        int removed = 0;
        for (Path place : places) {
            removed += removeIn(place);
        }
        return removed;
    }

    private int removeIn(Path place) {
        int looked = 0;
        int removed = 0;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(place)) {
            for (Path entry : entries) {
                if (looked++ == MOST_ENTRIES) {
                    break;
                }
                removed += removeIfStale(entry) ? 1 : 0;
            }
        } catch (IOException | DirectoryIteratorException notListed) {
            return removed; // No such place here, or not ours to list: then nothing is tidied.
        }
        return removed;
    }

    private boolean removeIfStale(Path entry) {
        String name = String.valueOf(entry.getFileName());
        OptionalLong pid = Marker.pidOf(name);
        return pid.isPresent() && isGone(pid.getAsLong(), name) && Marker.isOurs(entry) && removeEmpty(entry);
    }

    private boolean isGone(long pid, String name) {
        try {
            return !Marker.name(pid, procFs.stat(pid).starttimeTicks()).equals(name);
        } catch (NoSuchProcessException gone) {
            return true;
        } catch (IOException unknown) {
            return false;
        }
    }

    // rmdir(2) refuses a directory that is not empty. No race with a link: in a sticky place the entry is ours.
    private static boolean removeEmpty(Path directory) {
        try {
            return Files.deleteIfExists(directory);
        } catch (IOException notEmpty) {
            return false;
        }
    }
}
