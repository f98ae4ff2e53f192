package io.forkwatch.probe.takeover;

import io.forkwatch.agent.entry.Marker;
import io.forkwatch.agent.entry.Suitability;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.Trouble;
import io.forkwatch.probe.process.event.LeftBehind;
import io.forkwatch.probe.process.view.LiveView;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.pid.PidStat;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What the supervisors of a machine hand down to each other: this one's marker, what it writes down in it, and what those
 * that are gone have left in theirs. The marker is set and removed on the thread that starts and that ends Forkwatch, the
 * rest is the reporter's.
 */
public final class Takeover {
    private static final Path HERE = Path.of("").toAbsolutePath();

    private final Marker marks;
    private final ProcFs procFs;
    private final Clocks clocks;
    private final Claims claims;
    private volatile Optional<Path> marker = Optional.empty();
    private volatile Optional<String> url = Optional.empty();
    private volatile boolean unmarked;

    /**
     * A takeover that has set no marker.
     *
     * @param marks where markers are set
     */
    public Takeover(Marker marks, ProcFs procFs, Clocks clocks) {
        this.marks = marks;
        this.procFs = procFs;
        this.clocks = clocks;
        this.claims = new Claims(procFs);
    }

    /**
     * Sets the marker: JVMs below this one find it and stay dormant. To be done before the first child can start.
     *
     * @throws IOException if there is no place for it; everything else works
     */
    public void mark() throws IOException {
        PidStat self = procFs.self();
        marker = Optional.of(marks.set(self.pid(), self.starttimeTicks()));
    }

    /**
     * Removes the marker, unless it says who is left alive: the next supervisor reads that and tidies up. JVMs below that
     * are left alive keep their role, which they chose at their start.
     */
    public void unmark() {
        unmarked = true;
        try {
            if (marker.isPresent()) {
                if (url.isPresent()) {
                    new UrlFile(marker.get()).delete();
                }
                Files.deleteIfExists(marker.get().resolve(LeftRecords.NAME));
                delete(marker.get());
            }
        } catch (IOException notEmpty) {
            return; // It holds a state file.
        }
    }

    private static void delete(Path marker) throws IOException {
        try {
            Files.deleteIfExists(marker);
        } catch (DirectoryNotEmptyException notYet) {
            OwnFiles.removeIn(marker);
            Files.deleteIfExists(marker);
        }
    }

    /**
     * Sets the marker again if somebody has removed it, as whoever tidies up {@code /tmp} does: without it JVMs below would be
     * watched twice. Never where the processes of others are strangers, or where the host would be asked.
     *
     * @param trouble told if that cannot be done
     * @return true if it was gone, and is there again
     */
    public boolean keepMarker(Trouble trouble) {
        if (marker.isEmpty() || unmarked || procFs.isForeign() || Suitability.isManaged()) {
            return false;
        }
        try {
            boolean again = Marker.setAgain(marker.get());
            // Who tidies up by age leaves the directory and takes the file, which is written once.
            if (url.isPresent() && !new UrlFile(marker.get()).isThere()) {
                writeUrl();
            }
            return again;
        } catch (IOException nowhere) {
            trouble.report("marker", nowhere);
            return false;
        }
    }

    /**
     * Says in the marker where the port of this supervisor is, for {@code java -jar forkwatch.jar top}. The reporter's.
     *
     * @param now of the metrics; empty where there is no port any more
     */
    public void listens(Optional<String> now) {
        url = now;
        writeUrl();
    }

    private void writeUrl() {
        if (marker.isEmpty() || unmarked || Suitability.isManaged()) {
            return;
        }
        UrlFile file = new UrlFile(marker.get());
        try {
            if (url.isPresent()) {
                file.write(url.get());
            } else {
                file.delete();
            }
        } catch (IOException notWritten) {
            file.delete(); // No half of one. What keeps it from being written is told of the state file.
        }
    }

    /** The directory that is the marker of this supervisor; empty where there is none. */
    public Optional<Path> marker() {
        return marker;
    }

    /** A file in the marker for the log of this JVM, should nobody be able to read its stderr. */
    public Optional<Path> log() {
        return marker.map(directory -> directory.resolve(LeftLog.NAME));
    }

    /** How the names of dumps in the marker begin, should there be no other place for them. */
    public Optional<Path> dumps() {
        return marker.map(directory -> directory.resolve(LeftLog.DUMPS));
    }

    /** A directory in the marker for what children record of themselves. */
    public Optional<Path> recordings() {
        return marker.map(directory -> directory.resolve(LeftRecords.NAME));
    }

    /**
     * Tidies up after supervisors that are gone.
     *
     * @param heir gets the processes that they wrote down, living or not
     */
    public void takeOver(Consumer<LeftBehind> heir) {
        // Whose supervisor lives cannot be told there.
        if (procFs.isForeign()) {
            return;
        }
        new StaleMarkers(marks.places(), procFs, clocks, claims, HERE, heir).remove();
    }

    /**
     * Lets go of the lists of earlier supervisors that are told by now.
     *
     * @return true if none is left
     */
    public boolean settle(LiveView now) {
        return claims.settle(now);
    }

    /** The end of this supervisor: lists that it has not told are left to the next one. */
    public void close(LiveView last) {
        claims.close(last);
    }

    /** Writes down who lives below this supervisor; empty where it has no marker, no pid or no pid namespace to name. */
    public Optional<StateFileWriter> stateFileWriter(Trouble trouble) {
        Optional<String> namespace = procFs.pidNamespace();
        if (marker.isEmpty() || namespace.isEmpty() || procFs.isForeign()) {
            return Optional.empty();
        }
        StateFile file = new StateFile(marker.get(), namespace.get(), StateFile.placeOf(HERE));
        return ownPid().map(pid ->
                new StateFileWriter(file, pid, claims::holds, () -> keepMarker(trouble), clocks.nanos(), trouble));
    }

    private Optional<Long> ownPid() {
        try {
            return Optional.of(procFs.self().pid());
        } catch (IOException hidden) {
            return Optional.empty();
        }
    }
}
