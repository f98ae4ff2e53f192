package io.forkwatch.agent.entry;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
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

    /** 52 numbers and a name of 15 characters are a third of it. */
    private static final int LONGEST_STAT = 4096;

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
            return isMarked(pid, fields(Long.toString(pid)));
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
            long pid = parent(fields(process));
            for (int depth = 0; pid > 0 && depth < DEEPEST; depth++) {
                String[] fields = fields(Long.toString(pid));
                if (isMarked(pid, fields)) {
                    return true;
                }
                pid = parent(fields);
            }
            return false;
        } catch (IOException | NumberFormatException chainEnds) {
            return false; // Hidden (hidepid), gone or garbled: nobody above can be asked.
        }
    }

    private boolean isMarked(long pid, String[] fields) throws IOException {
        long starttimeTicks = Long.parseLong(fields[19]);
        return marker.isThere(pid, starttimeTicks) && marker.marks(pid, starttimeTicks, owner(pid));
    }

    private Object owner(long pid) throws IOException {
        return Files.getAttribute(proc.resolve(Long.toString(pid)), "unix:uid");
    }

    private static long parent(String[] fields) {
        return Long.parseLong(fields[1]);
    }

    // "4242 (a comm) with ) in it) S 1 ...": what follows the last parenthesis, field 3 (state) first.
    private String[] fields(String pid) throws IOException {
        String stat = read(proc.resolve(pid).resolve("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).trim().split(" ");
        if (fields.length < 20) {
            throw new IOException("short stat of " + pid);
        }
        return fields;
    }

    // Not by java.nio.file.Files: its channels are forty classes more at the start of each JVM.
    private static String read(Path file) throws IOException {
        try (InputStream in = new FileInputStream(file.toFile())) {
            byte[] text = new byte[LONGEST_STAT];
            int size = 0;
            for (int n = in.read(text); n > 0; n = in.read(text, size, text.length - size)) {
                size += n;
            }
            return new String(text, 0, size, StandardCharsets.ISO_8859_1);
        }
    }
}
