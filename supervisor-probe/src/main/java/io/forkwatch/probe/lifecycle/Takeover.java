package io.forkwatch.probe.lifecycle;

import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.sample.EventInbox;
import io.forkwatch.probe.takeover.StaleMarkers;
import io.forkwatch.probe.takeover.StateFile;
import io.forkwatch.probe.takeover.StateFileWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What supervisors hand down to each other on this machine.
 *
 * @param places where earlier ones may have left their markers, with what they wrote down
 * @param marker this one's own; absent where none could be set
 * @param inbox gets the processes that earlier ones left behind; made in premain, where a lambda costs 10 ms
 */
record Takeover(List<Path> places, Optional<Path> marker, EventInbox inbox) {
    /** Tidies up after those that are gone, and takes over the processes they left. */
    void takeOver(Ground ground) {
        new StaleMarkers(places, ground.procFs(), ground.clocks().monotonic(), inbox::leftBehind).remove();
    }

    /** Keeps this one's own list; empty where it has no place or no pid. */
    Optional<StateFileWriter> keeper(Ground ground, ReporterThread desk) {
        Optional<String> namespace = ground.procFs().pidNamespace();
        if (marker.isEmpty() || namespace.isEmpty()) {
            return Optional.empty();
        }
        StateFile file = new StateFile(marker.get(), namespace.get());
        return ownPid(ground.procFs())
                .map(pid -> new StateFileWriter(file, pid, ground.clocks().nanos(), desk));
    }

    private static Optional<Long> ownPid(ProcFs procFs) {
        try {
            return Optional.of(procFs.self().pid());
        } catch (IOException hidden) {
            return Optional.empty();
        }
    }
}
