package io.forkwatch.probe.blackbox;

import io.forkwatch.agent.entry.RegularFile;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a JVM keeps what it records: a directory named after a time and its pid, in that of its options or in that for temporary
 * files. It removes it at its end, unless it was killed.
 */
final class Repositories {
    private static final String OPTIONS = "-XX:FlightRecorderOptions";
    private static final String REPOSITORY = "repository=";
    private static final String TEMPORARY = "-Djava.io.tmpdir=";

    /** A huge /tmp must not cost more. */
    private static final int MOST_ENTRIES = 4_096;

    /** One chunk has 12 MiB, unless it is told otherwise. */
    private static final long MOST_BYTES = 64L << 20;

    private static final int MOST_CHUNKS = 256;

    private Repositories() {}

    /** The directories in which that of a JVM may lie, by its command. */
    static List<Path> bases(List<String> command, String directory) {
        String temporary = "/tmp";
        List<Path> bases = new ArrayList<>();
        for (String word : command) {
            int at = word.startsWith(OPTIONS) ? word.indexOf(REPOSITORY) : -1;
            if (at > 0) {
                add(unquoted(word.substring(at + REPOSITORY.length())), directory, bases);
            } else if (word.startsWith(TEMPORARY)) {
                temporary = word.substring(TEMPORARY.length());
            }
        }
        add(temporary, directory, bases);
        return bases;
    }

    private static void add(String name, String directory, List<Path> bases) {
        try {
            Path base = Path.of(directory).resolve(name);
            if (!name.isEmpty() && base.isAbsolute() && !bases.contains(base)) {
                bases.add(base);
            }
        } catch (InvalidPathException noPath) {
            return; // Then the JVM has not taken it either.
        }
    }

    // Up to the next comma.
    private static String unquoted(String value) {
        if (value.startsWith("\"") || value.startsWith("'")) {
            int end = value.indexOf(value.charAt(0), 1);
            return end < 0 ? "" : value.substring(1, end);
        }
        int end = value.indexOf(',');
        return end < 0 ? value : value.substring(0, end);
    }

    /**
     * What a JVM has left behind.
     *
     * @param since when it was started: what has not changed since then is another's, that had its pid
     * @param uid of this user
     * @return empty if there is none, or more than can be read
     */
    static Optional<Path> find(List<Path> bases, long pid, Instant since, long uid) {
        Pattern name = Pattern.compile("\\d{4}(_\\d\\d){5}_" + pid);
        for (Path base : bases) {
            Optional<Path> found = find(base, name, since, uid);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<Path> find(Path base, Pattern name, Instant since, long uid) {
        Optional<Path> newest = Optional.empty();
        int seen = 0;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(base)) {
            for (Path entry : entries) {
                if (seen++ == MOST_ENTRIES) {
                    break;
                }
                boolean later = newest.isEmpty() || entry.compareTo(newest.get()) > 0;
                if (later && name.matcher(String.valueOf(entry.getFileName())).matches()) {
                    newest = isReadable(entry, since, uid) ? Optional.of(entry) : newest;
                }
            }
        } catch (IOException | DirectoryIteratorException notListed) {
            return newest;
        }
        return newest;
    }

    private static boolean isReadable(Path repository, Instant since, long uid) throws IOException {
        if (!Files.isDirectory(repository, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        int chunks = 0;
        long bytes = 0;
        boolean fresh = false;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(repository)) {
            for (Path file : files) {
                RegularFile found = RegularFile.at(file, LinkOption.NOFOLLOW_LINKS);
                bytes += Files.size(file);
                fresh |= !found.lastModifiedTime().toInstant().isBefore(since);
                if (found.ownerUid() != uid || ++chunks > MOST_CHUNKS || bytes > MOST_BYTES) {
                    return false;
                }
            }
        } catch (DirectoryIteratorException notListed) {
            return false;
        }
        return fresh && bytes > 0;
    }

    /** Removes a repository, which is flat; what is not a chunk in it stays, and it with that. */
    static void remove(Path repository) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(repository, "*.jfr")) {
            for (Path file : files) {
                Files.delete(file);
            }
            Files.delete(repository);
        } catch (IOException | DirectoryIteratorException notRemoved) {
            return; // The marker tells the next supervisor, which tries again.
        }
    }
}
