package io.forkwatch.probe.takeover;

import io.forkwatch.agent.entry.Marker;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.event.LeftBehind;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.pid.NoSuchProcessException;
import io.forkwatch.probe.procfs.pid.PidStat;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Removes the markers of supervisors that were killed before they could do so themselves, and takes over what they wrote
 * down of the processes below them. Only directories of our own user whose process, by pid and starttime, is gone for
 * certain; what is in doubt stays, and so does a directory that holds anything else.
 */
final class StaleMarkers {
    /** A huge /tmp must not cost a supervisor its start. */
    private static final int MOST_ENTRIES = 1_000;

    private final List<Path> places;
    private final ProcFs procFs;
    private final Clocks clocks;
    private final Consumer<LeftBehind> heir;

    /**
     * The markers in some places.
     *
     * @param clocks for how long a process is known, and how old a log is
     * @param heir gets the processes that were written down, living or not
     */
    StaleMarkers(List<Path> places, ProcFs procFs, Clocks clocks, Consumer<LeftBehind> heir) {
        this.places = places;
        this.procFs = procFs;
        this.clocks = clocks;
        this.heir = heir;
    }

    /** Scans the first 1,000 entries of each place; returns how many markers were removed. */
    int remove() {
        int removed = 0;
        for (Path place : places) {
            removed += removeIn(place);
        }
        return removed;
    }

    private int removeIn(Path place) {
        int scanned = 0;
        int removed = 0;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(place)) {
            for (Path entry : entries) {
                if (scanned++ == MOST_ENTRIES) {
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
        return pid.isPresent() && isGone(pid.getAsLong(), name) && Marker.isOurs(entry) && inherit(entry);
    }

    private boolean inherit(Path marker) {
        procFs.pidNamespace()
                .ifPresent(namespace ->
                        new StateFile(marker, namespace).take(clocks.nanos()).forEach(heir));
        new LeftLog(marker).removeIfOld(clocks.now());
        return removeEmpty(marker);
    }

    private boolean isGone(long pid, String name) {
        try {
            PidStat stat = procFs.stat(pid);
            return stat.isZombie() || !Marker.name(pid, stat.starttimeTicks()).equals(name);
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
