package io.forkwatch.agent.entry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;

/**
 * Whether one of the processes above this one runs Forkwatch: walks the ppid chain and asks for each ancestor's
 * {@link Marker}. So an agent that is inherited through JAVA_TOOL_OPTIONS never becomes a second supervisor.
 */
public final class Ancestry {
    /** Deeper chains do not occur; a loop in a lying /proc ends here. */
    private static final int DEEPEST = 64;

    private final Path proc;
    private final Marker marker;

    Ancestry(Path proc, Marker marker) {
        this.proc = proc;
        this.marker = marker;
    }

    /** The processes and the markers of this machine. */
    public static Ancestry ofThisMachine() {
        return new Ancestry(Paths.get("/proc"), Marker.ofThisMachine());
    }

    /** True if a process is a supervisor: Forkwatch is on in it. */
    public boolean isSupervisor(long pid) {
        try {
            return marker.marks(pid, starttime(Long.toString(pid)), owner(pid));
        } catch (IOException | NumberFormatException hidden) {
            return false;
        }
    }

    /** True if an ancestor of a process is a supervisor that Forkwatch watches already. */
    public boolean isWatched(long pid) {
        return isBelowSupervisor(Long.toString(pid));
    }

    /** The same of this JVM. */
    boolean isWatched() {
        return isBelowSupervisor("self");
    }

    private boolean isBelowSupervisor(String process) {
        try {
            long pid = parent(process);
            for (int depth = 0; pid > 0 && depth < DEEPEST; depth++) {
                if (marker.marks(pid, starttime(Long.toString(pid)), owner(pid))) {
                    return true;
                }
                pid = parent(Long.toString(pid));
            }
            return false;
        } catch (IOException | NumberFormatException chainEnds) {
            return false; // Hidden (hidepid), gone or garbled: nobody above can be asked.
        }
    }

    private Object owner(long pid) throws IOException {
        return Files.getAttribute(proc.resolve(Long.toString(pid)), "unix:uid");
    }

    private long parent(String pid) throws IOException {
        return Long.parseLong(fields(pid)[1]);
    }

    private long starttime(String pid) throws IOException {
        return Long.parseLong(fields(pid)[19]);
    }

    // "4242 (a comm) with ) in it) S 1 ...": what follows the last parenthesis, field 3 (state) first.
    private String[] fields(String pid) throws IOException {
        String stat = new String(Files.readAllBytes(proc.resolve(pid).resolve("stat")), StandardCharsets.ISO_8859_1);
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).trim().split(" ");
        if (fields.length < 20) {
            throw new IOException("short stat of " + pid);
        }
        return fields;
    }
}
