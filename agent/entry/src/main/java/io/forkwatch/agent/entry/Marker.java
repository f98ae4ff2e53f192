package io.forkwatch.agent.entry;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The sign that a supervisor leaves for the JVMs below it: an empty directory of mode 0700, named by its pid and
 * starttime. A sign counts only if it belongs to the owner of the process it names, so nobody else can set one.
 */
public final class Marker {
    /** What the name of each begins with. */
    public static final String PREFIX = "forkwatch-";

    private static final Path SELF = Paths.get("/proc/self");

    private final Path[] places;

    /**
     * Signs in some places.
     *
     * @param places where they are set, the first choice first
     */
    public Marker(Path... places) {
        this.places = places.clone();
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

    /**
     * Sets a sign that {@link #set} has set once, if it is gone.
     *
     * @return true if it was gone
     * @throws IOException if it cannot be set there, or somebody else has
     */
    public static boolean setAgain(Path directory) throws IOException {
        if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        create(directory);
        return true;
    }

    private static void create(Path directory) throws IOException {
        try {
            Files.createDirectory(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException left) {
            // Ours from a twin in another pid namespace is as good; anybody else's is a trap.
            if (!isOurs(directory)) {
                throw left;
            }
        }
    }

    /** True if something of that name is there. A quick check: where nothing is, nothing more has to be loaded. */
    boolean isThere(long pid, long starttimeTicks) {
        for (Path place : places) {
            if (place.resolve(name(pid, starttimeTicks)).toFile().exists()) {
                return true;
            }
        }
        return false;
    }

    /** The sign of that process, if it is set and is its owner's. */
    Optional<Path> of(long pid, long starttimeTicks, Object ownerUid) {
        for (Path place : places) {
            Path sign = place.resolve(name(pid, starttimeTicks));
            if (isOwned(sign, ownerUid)) {
                return Optional.of(sign);
            }
        }
        return Optional.empty();
    }

    private static boolean isOwned(Path directory, Object ownerUid) {
        try {
            return Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
                    && ownerUid.equals(Files.getAttribute(directory, "unix:uid", LinkOption.NOFOLLOW_LINKS));
        } catch (IOException gone) {
            return false;
        }
    }

    /** Where signs are set, the first choice first. */
    public List<Path> places() {
        return Collections.unmodifiableList(Arrays.asList(places));
    }

    /** True for a directory, not a link to one, that belongs to the owner of this process. */
    public static boolean isOurs(Path directory) {
        try {
            return isOwned(directory, Files.getAttribute(SELF, "unix:uid"));
        } catch (IOException noProc) {
            return false;
        }
    }

    /**
     * What the sign of a process is called.
     *
     * @param pid the supervisor
     * @param starttimeTicks field 22 of its stat
     */
    public static String name(long pid, long starttimeTicks) {
        return PREFIX + pid + '-' + starttimeTicks;
    }

    /** The process that a sign of this name stands for; empty if no sign is called so. */
    public static OptionalLong pidOf(String name) {
        int dash = name.lastIndexOf('-');
        if (!name.startsWith(PREFIX) || dash < PREFIX.length()) {
            return OptionalLong.empty();
        }
        try {
            long pid = Long.parseLong(name.substring(PREFIX.length(), dash));
            long starttimeTicks = Long.parseLong(name.substring(dash + 1));
            // Signs, leading zeros and other digits are not ours.
            return name.equals(name(pid, starttimeTicks)) && pid > 0 ? OptionalLong.of(pid) : OptionalLong.empty();
        } catch (NumberFormatException notOurs) {
            return OptionalLong.empty();
        }
    }
}
