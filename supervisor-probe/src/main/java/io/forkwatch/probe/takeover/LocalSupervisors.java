package io.forkwatch.probe.takeover;

import io.forkwatch.agent.entry.Marker;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.pid.PidStat;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The supervisors of this user that live on this machine, by their markers. Those of other users are not among them: whoever
 * may set a marker for a process of his own could name any address in it, and get the password that is sent there.
 */
public final class LocalSupervisors {
    private final List<Path> places;
    private final ProcFs procFs;

    /**
     * One of them.
     *
     * @param pid its process
     * @param url of its metrics; empty while it has no port
     * @param directory that it works in; empty where that cannot be seen
     */
    public record Found(long pid, Optional<String> url, Optional<String> directory) {}

    /**
     * Those with a marker in some places.
     *
     * @param places where markers are set
     */
    public LocalSupervisors(List<Path> places, ProcFs procFs) {
        this.places = List.copyOf(places);
        this.procFs = procFs;
    }

    /** All there are at this moment, by pid. A marker whose process has ended stands for none. */
    public List<Found> find() {
        List<Found> found = new ArrayList<>();
        places.forEach(place -> addThoseIn(place, found));
        found.sort(Comparator.comparingLong(Found::pid));
        return found;
    }

    private void addThoseIn(Path place, List<Found> found) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(place, Marker.PREFIX + "*")) {
            entries.forEach(entry -> supervisor(entry).ifPresent(found::add));
        } catch (IOException | DirectoryIteratorException notListed) {
            return; // No such place here.
        }
    }

    private Optional<Found> supervisor(Path marker) {
        String name = String.valueOf(marker.getFileName());
        OptionalLong pid = Marker.pidOf(name);
        if (pid.isEmpty() || !lives(pid.getAsLong(), name) || !Marker.isOurs(marker)) {
            return Optional.empty();
        }
        Optional<String> directory = procFs.workingDirectory(pid.getAsLong());
        return Optional.of(new Found(pid.getAsLong(), new UrlFile(marker).read(), directory));
    }

    private boolean lives(long pid, String name) {
        try {
            PidStat stat = procFs.stat(pid);
            return !stat.isZombie() && Marker.name(pid, stat.starttimeTicks()).equals(name);
        } catch (IOException goneOrHidden) {
            return false;
        }
    }
}
