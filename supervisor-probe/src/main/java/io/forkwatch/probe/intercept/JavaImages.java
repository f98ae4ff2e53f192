package io.forkwatch.probe.intercept;

import io.forkwatch.agent.entry.RegularFile;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Which Java a program is, by the file {@code release} beside it. A few are kept; one that has changed is read again. */
final class JavaImages {
    private static final int MOST_KEPT = 64;

    /** Some list the commits of their parts: a kilobyte or two. */
    private static final int MOST_BYTES = 64 << 10;

    private final Optional<String> path;
    private final Map<String, Seen> kept = new ConcurrentHashMap<>();

    /**
     * Those of a machine.
     *
     * @param path where programs without a directory are sought: that of this JVM, whatever the child's will be
     */
    JavaImages(Optional<String> path) {
        this.path = path;
    }

    /** One as it was read. */
    private record Seen(long releaseMillis, JavaImage image) {}

    /**
     * That of a program which is about to be run.
     *
     * @param directory of the child, or empty for that of this JVM
     * @return empty if it cannot be told which file that is, or there is nothing that says more
     */
    Optional<JavaImage> of(String program, String directory) {
        try {
            Optional<File> named = program.indexOf('/') < 0 ? inPath(program) : Optional.of(within(directory, program));
            return named.isPresent() && isProgram(named.get()) ? at(named.get().getCanonicalFile()) : Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /** The file that a child would find by that name. */
    static File within(String directory, String name) {
        return name.startsWith("/") || directory.isEmpty() ? new File(name) : new File(directory, name);
    }

    // As execvp(3): the first that can be run.
    private Optional<File> inPath(String program) {
        for (String place : path.orElse("").split(":", -1)) {
            if (!place.startsWith("/")) {
                return Optional.empty(); // The child's directory: not worth the trouble.
            }
            File found = new File(place, program);
            if (isProgram(found)) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }

    private static boolean isProgram(File file) {
        return file.canExecute() && file.isFile();
    }

    // A link to something else, or a script in the place of a Java, has no such file beside it.
    private Optional<JavaImage> at(File program) throws IOException {
        File bin = program.getParentFile();
        File home = bin == null ? null : bin.getParentFile();
        if (home == null || !program.getName().equals("java") || !bin.getName().equals("bin")) {
            return Optional.empty();
        }
        File release = release(home);
        long millis = release.lastModified();
        Seen seen = kept.get(program.getPath());
        if (seen == null || seen.releaseMillis() != millis) {
            seen = new Seen(millis, read(release, home));
            if (kept.size() >= MOST_KEPT) {
                kept.clear();
            }
            kept.put(program.getPath(), seen);
        }
        return Optional.of(seen.image());
    }

    // That of a JDK 8 has its java in jre/bin.
    private static File release(File home) {
        File own = new File(home, "release");
        return own.isFile() || !home.getName().equals("jre") ? own : new File(home.getParentFile(), "release");
    }

    private static JavaImage read(File release, File home) throws IOException {
        byte[] text = RegularFile.at(release.toPath()).whole(MOST_BYTES);
        return JavaImage.of(new String(text, StandardCharsets.UTF_8), hasOldInstrument(home));
    }

    // A JDK 8 has no modules to list; the smallest of its runtimes are without agents.
    private static boolean hasOldInstrument(File home) {
        String library = "lib/amd64/libinstrument.so";
        String arm = "lib/aarch64/libinstrument.so";
        return new File(home, library).isFile()
                || new File(home, "jre/" + library).isFile()
                || new File(home, arm).isFile()
                || new File(home, "jre/" + arm).isFile();
    }
}
