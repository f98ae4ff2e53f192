package io.forkwatch.probe.procfs;

import io.forkwatch.probe.procfs.text.ByteSpan;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * {@code /proc/self/mountinfo}, proc_pid_mountinfo(5): where control groups are mounted. Where there is
 * more than one mount of a kind, the last one counts: it may lie on top of the others.
 *
 * <pre>
 * 35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
 * </pre>
 *
 * @param memory the version 1 controller {@code memory}
 * @param pids the version 1 controller {@code pids}
 * @param freezer the version 1 controller {@code freezer}
 * @param unified version 2
 */
public record MountInfo(
        Optional<Mount> memory, Optional<Mount> pids, Optional<Mount> freezer, Optional<Mount> unified) {
    /** No control groups at all. */
    public static final MountInfo NONE = new MountInfo(Optional.empty(), Optional.empty(), Optional.empty());

    private static final int ROOT = 3;
    private static final int MOUNT_POINT = 4;
    private static final int FIXED_FIELDS = 6;

    /** Those of which nothing is known of the controller {@code freezer}. */
    public MountInfo(Optional<Mount> memory, Optional<Mount> pids, Optional<Mount> unified) {
        this(memory, pids, Optional.empty(), unified);
    }

    /**
     * A mount.
     *
     * @param root the cgroup that is at the mount point; begins with {@code /..} if it lies above our namespace
     * @param mountPoint where it is
     */
    public record Mount(String root, String mountPoint) {
        /** A cgroup's path from this mount's root, "/" for the root itself; empty if it lies elsewhere. */
        public Optional<String> below(String path) {
            if (hasDots(path) || hasDots(root)) {
                return Optional.empty();
            }
            if (root.equals("/")) {
                return Optional.of(path);
            }
            if (path.equals(root)) {
                return Optional.of("/");
            }
            return path.startsWith(root + "/") ? Optional.of(path.substring(root.length())) : Optional.empty();
        }

        private static boolean hasDots(String path) {
            return (path + "/").contains("/../");
        }
    }

    /** Parses the file's text. Lines that do not read as documented are passed over. */
    public static MountInfo parse(ByteSpan text) {
        MountInfo found = NONE;
        for (String line : new String(text.array(), 0, text.length(), StandardCharsets.ISO_8859_1).split("\n", -1)) {
            found = found.with(List.of(line.split(" ", -1)));
        }
        return found;
    }

    private MountInfo with(List<String> fields) {
        int dash = fields.indexOf("-");
        // After the dash: type, source, options.
        if (dash < FIXED_FIELDS || fields.size() < dash + 4) {
            return this;
        }
        Mount mount = new Mount(
                unescaped(fields.get(ROOT), StandardCharsets.UTF_8),
                unescaped(fields.get(MOUNT_POINT), StandardCharsets.UTF_8));
        String type = fields.get(dash + 1);
        if (type.equals("cgroup2")) {
            return new MountInfo(memory, pids, freezer, Optional.of(mount));
        }
        List<String> controllers =
                type.equals("cgroup") ? List.of(fields.get(dash + 3).split(",", -1)) : List.of();
        return new MountInfo(
                controllers.contains("memory") ? Optional.of(mount) : memory,
                controllers.contains("pids") ? Optional.of(mount) : pids,
                controllers.contains("freezer") ? Optional.of(mount) : freezer,
                unified);
    }

    // Blank, tab, newline and backslash are three octal digits behind a backslash.
    static String unescaped(String field, Charset names) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(field.length());
        for (int at = 0; at < field.length(); at++) {
            int octal = field.charAt(at) == '\\' ? octal(field, at + 1) : -1;
            bytes.write(octal >= 0 ? octal : field.charAt(at));
            at += octal >= 0 ? 3 : 0;
        }
        return bytes.toString(names);
    }

    private static int octal(String field, int from) {
        int value = 0;
        for (int at = from; at < from + 3; at++) {
            int digit = at < field.length() ? field.charAt(at) - '0' : -1;
            if (digit < 0 || digit > 7) {
                return -1;
            }
            value = value * 8 + digit;
        }
        return value;
    }
}
