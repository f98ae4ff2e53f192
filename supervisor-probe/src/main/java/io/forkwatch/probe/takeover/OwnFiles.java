package io.forkwatch.probe.takeover;

import io.forkwatch.agent.child.BlackBoxFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files that JVMs below a supervisor have left in its marker, once nobody reads them any more. */
final class OwnFiles {
    private OwnFiles() {}

    /** Removes them. A JVM that lives writes on, into a file without a name. */
    static void removeIn(Path marker) {
        String[] names = marker.toFile().list();
        for (String name : names == null ? new String[0] : names) {
            if (name.startsWith(BlackBoxFile.PREFIX)) {
                remove(marker.resolve(name));
            }
        }
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException notOurs) {
            return; // A directory, or somebody else's: whoever removes the marker finds that out.
        }
    }
}
