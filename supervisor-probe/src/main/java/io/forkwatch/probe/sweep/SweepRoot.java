package io.forkwatch.probe.sweep;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where left-over directories are sought: directly below it.
 *
 * @param directory absolute, without dots in it
 * @param pattern what the names of these directories have to be, with * and ? in it; empty for all but hidden ones
 */
public record SweepRoot(Path directory, String pattern) {
    private static final int FEWEST_LITERAL_CHARS = 3;

    /** Those of the system, by their names in {@code /}, with all that is below them. */
    static final List<String> SYSTEM = List.of(
            "bin", "boot", "dev", "etc", "lib", "lib32", "lib64", "libx32", "nix", "proc", "run", "sbin", "snap", "sys",
            "usr");

    /** Those that all share: below them only what has a name of its own. */
    static final List<String> SHARED = List.of(
            "/",
            "/home",
            "/media",
            "/mnt",
            "/opt",
            "/root",
            "/srv",
            "/tmp",
            "/var",
            "/var/cache",
            "/var/lib",
            "/var/log",
            "/var/spool",
            "/var/tmp",
            "/dev/shm");

    /** A text such as {@code /ci/work} or {@code /tmp/build-*}; empty if it is none, or names what is never swept. */
    public static Optional<SweepRoot> parse(String text) {
        try {
            Path path = Path.of(text);
            Path name = path.getFileName();
            boolean pattern = name != null && isPattern(name.toString());
            SweepRoot root = pattern && path.getParent() != null
                    ? new SweepRoot(path.getParent(), name.toString())
                    : new SweepRoot(path, "");
            boolean plain = path.isAbsolute()
                    && path.equals(path.normalize())
                    && !isPattern(root.directory.toString())
                    && (root.pattern.isEmpty() || root.hasNames());
            return plain && root.mayBe(root.directory) ? Optional.of(root) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static boolean isPattern(String name) {
        return name.indexOf('*') >= 0 || name.indexOf('?') >= 0;
    }

    private boolean hasNames() {
        return pattern.replace("*", "").replace("?", "").length() >= FEWEST_LITERAL_CHARS;
    }

    /** False if that directory, which it turned out to be, is one of the system, or without a pattern one that all share. */
    boolean mayBe(Path real) {
        return !isOfSystem(real) && (!pattern.isEmpty() || !isShared(real));
    }

    /** True if a directory is never removed, whatever matches its name. */
    static boolean isProtected(Path directory) {
        return isOfSystem(directory)
                || SHARED.contains(directory.toString())
                || Path.of(System.getProperty("user.home", "/")).startsWith(directory);
    }

    private static boolean isOfSystem(Path directory) {
        for (String each : SYSTEM) {
            if (directory.startsWith("/" + each)) {
                return !directory.startsWith("/dev/shm");
            }
        }
        return false;
    }

    // Below a home are the caches and keys of a user, below /var/x those of a service.
    private static boolean isShared(Path directory) {
        Path parent = directory.getParent();
        return SHARED.contains(directory.toString())
                || isHome(directory)
                || (parent != null && (parent.equals(Path.of("/home")) || parent.equals(Path.of("/var"))));
    }

    private static boolean isHome(Path directory) {
        return directory.toString().equals(System.getProperty("user.home"));
    }

    /** True if a directory of that name counts. */
    boolean takes(String name) {
        if (name.equals("lost+found") || (name.startsWith(".") && !pattern.startsWith("."))) {
            return false;
        }
        StringBuilder regex = new StringBuilder("(?s)");
        for (int at = 0; at < pattern.length(); at++) {
            char c = pattern.charAt(at);
            regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return pattern.isEmpty() || name.matches(regex.toString());
    }
}
