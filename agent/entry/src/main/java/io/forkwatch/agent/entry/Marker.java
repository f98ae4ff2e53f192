package io.forkwatch.agent.entry;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The sign that a supervisor leaves for the JVMs below it: an empty directory of mode 0700, named by its pid and
 * starttime. A sign counts only if it belongs to the owner of the process it names, so nobody else can set one.
 */
public final class Marker {
    private final Path[] places;

    Marker(Path... places) {
        this.places = places;
    }

    /** The places of this machine. Fixed, because java.io.tmpdir may differ between parent and child. */
    public static Marker ofThisMachine() {
        return new Marker(Paths.get("/tmp"), Paths.get("/dev/shm"));
    }

    /**
     * Sets the sign in the first place that can be written.
     *
     * @param pid the supervisor
     * @param starttimeTicks field 22 of its stat
     * @return the directory, to be removed at the supervisor's end
     * @throws IOException if no place can be written
     */
    public Path set(long pid, long starttimeTicks) throws IOException {
        IOException last = new IOException("no place for a marker");
        for (Path place : places) {
            try {
                Path directory = place.resolve(name(pid, starttimeTicks));
                create(directory);
                return directory;
            } catch (IOException notHere) {
                last = notHere;
            }
        }
        throw last;
    }

    private static void create(Path directory) throws IOException {
        try {
            Files.createDirectory(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException left) {
            // Ours from a twin in another pid namespace is as good; anybody else's is a trap.
            if (!isOwned(directory, Files.getAttribute(Paths.get("/proc/self"), "unix:uid"))) {
                throw left;
            }
        }
    }

    /** True if the sign of that process is set and is its owner's. */
    boolean marks(long pid, long starttimeTicks, Object ownerUid) {
        for (Path place : places) {
            if (isOwned(place.resolve(name(pid, starttimeTicks)), ownerUid)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOwned(Path directory, Object ownerUid) {
        try {
            return Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
                    && ownerUid.equals(Files.getAttribute(directory, "unix:uid", LinkOption.NOFOLLOW_LINKS));
        } catch (IOException gone) {
            return false;
        }
    }

    private static String name(long pid, long starttimeTicks) {
        return "forkwatch-" + pid + '-' + starttimeTicks;
    }
}
