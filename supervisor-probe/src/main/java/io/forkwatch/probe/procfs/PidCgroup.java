package io.forkwatch.probe.procfs;

import io.forkwatch.probe.procfs.text.ByteSpan;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * {@code /proc/<pid>/cgroup}, cgroups(7): the control groups of a process, as seen from the reader's cgroup namespace.
 *
 * <pre>
 * 4:memory:/ci/build
 * 0::/ci/build
 * </pre>
 *
 * <p>A zombie shows {@code /} for every controller of version 1; in version 2 it keeps its path.
 *
 * @param memory its cgroup of the version 1 controller {@code memory}; empty if that is not mounted
 * @param pids its cgroup of the version 1 controller {@code pids}, likewise
 * @param freezer its cgroup of the version 1 controller {@code freezer}, likewise
 * @param unified its cgroup of version 2; empty if there is no such line
 * @param unifiedDeleted true if the cgroup of version 2 has been removed: its path ended in {@code " (deleted)"}
 */
public record PidCgroup(
        Optional<String> memory,
        Optional<String> pids,
        Optional<String> freezer,
        Optional<String> unified,
        boolean unifiedDeleted) {
    private static final String DELETED = " (deleted)";

    /** One of which nothing is known of the controller {@code freezer}. */
    public PidCgroup(Optional<String> memory, Optional<String> pids, Optional<String> unified, boolean unifiedDeleted) {
        this(memory, pids, Optional.empty(), unified, unifiedDeleted);
    }

    /** Parses the file's text. Lines that do not read as documented are passed over; a cut last line does not count. */
    public static PidCgroup parse(ByteSpan text) {
        Optional<String> memory = Optional.empty();
        Optional<String> pids = Optional.empty();
        Optional<String> freezer = Optional.empty();
        Optional<String> unified = Optional.empty();
        int line = 0;
        for (int newline = text.indexOf('\n', 0); newline >= 0; newline = text.indexOf('\n', line)) {
            int first = text.indexOf(':', line);
            int second = first < 0 ? -1 : text.indexOf(':', first + 1);
            if (second >= 0 && second + 1 < newline && text.array()[second + 1] == '/') {
                if (isUnified(text, line, first, second)) {
                    unified = Optional.of(text(text, second + 1, newline));
                } else {
                    memory = lists("memory", text, first + 1, second) ? path(text, second, newline) : memory;
                    pids = lists("pids", text, first + 1, second) ? path(text, second, newline) : pids;
                    freezer = lists("freezer", text, first + 1, second) ? path(text, second, newline) : freezer;
                }
            }
            line = newline + 1;
        }
        boolean deleted = unified.filter(path -> path.endsWith(DELETED)).isPresent();
        return new PidCgroup(
                memory.map(PidCgroup::plain),
                pids.map(PidCgroup::plain),
                freezer.map(PidCgroup::plain),
                unified.map(PidCgroup::plain),
                deleted);
    }

    private static Optional<String> path(ByteSpan text, int colon, int newline) {
        return Optional.of(text(text, colon + 1, newline));
    }

    private static boolean isUnified(ByteSpan text, int line, int first, int second) {
        return first == line + 1 && text.array()[line] == '0' && second == first + 1;
    }

    // Controllers may share a hierarchy: "cpu,memory".
    private static boolean lists(String wanted, ByteSpan text, int from, int to) {
        for (String controller : text(text, from, to).split(",", -1)) {
            if (controller.equals(wanted)) {
                return true;
            }
        }
        return false;
    }

    private static String plain(String path) {
        return path.endsWith(DELETED) ? path.substring(0, path.length() - DELETED.length()) : path;
    }

    private static String text(ByteSpan text, int from, int to) {
        return new String(text.array(), from, to - from, StandardCharsets.UTF_8);
    }
}
