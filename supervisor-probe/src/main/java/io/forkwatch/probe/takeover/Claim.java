package io.forkwatch.probe.takeover;

import io.forkwatch.probe.process.event.LeftBehind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The list of a supervisor that is gone, claimed by this one: renamed so that no other takes it, and removed only when it
 * has been told. Should this supervisor end before, the next one finds it.
 *
 * @param file the list under its new name, in the marker of the one that is gone
 * @param processes what is in it
 */
record Claim(Path file, List<LeftBehind> processes) {
    Claim {
        processes = List.copyOf(processes);
    }

    /** All is told: list and marker are removed. */
    boolean discard() {
        try {
            Files.deleteIfExists(file);
            Files.deleteIfExists(file.resolveSibling(StateFile.NAME + ".new"));
            Files.deleteIfExists(file.resolveSibling(UrlFile.NAME));
            OwnFiles.removeIn(file.resolveSibling("."));
            return Files.deleteIfExists(file.toAbsolutePath().getParent());
        } catch (IOException notEmptyOrGone) {
            return false;
        }
    }

    /** Not all is told: left to the next supervisor. */
    void release() {
        try {
            Files.move(file, file.resolveSibling(StateFile.NAME), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException gone) {
            return; // Under its new name it is found as well, once this supervisor is gone.
        }
    }
}
