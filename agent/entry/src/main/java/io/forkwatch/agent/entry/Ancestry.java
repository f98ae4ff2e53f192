package io.forkwatch.agent.entry;

import io.forkwatch.agent.child.ChildRole;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Optional;

/**
 * Whether one of the processes above this one runs Forkwatch: walks the ppid chain and asks for each ancestor's
 * {@link Marker}. So an agent that is inherited through JAVA_TOOL_OPTIONS never becomes a second supervisor.
 */
public final class Ancestry {
    /** Deeper chains do not occur; a loop in a lying /proc ends here. */
    private static final int DEEPEST = 64;

    /** Field 22, counted from field 3. */
    private static final int STARTTIME = 19;

    /** 52 numbers and a name of 15 characters are a third of it. */
    private static final int LONGEST_STAT = 4096;

    private final Path proc;
    private final Marker marker;

    /** The supervisor above this JVM, and what a child has to know of itself to say who it is. */
    static final class Above {
        /** The sign of the supervisor: a directory. */
        final Path sign;

        /** This JVM. */
        final long pid;

        /** Field 22 of its stat. */
        final long starttimeTicks;

        /** The process on the way to the supervisor whose parent that is: this JVM, or one above it. */
        final long root;

        private Above(Path sign, long pid, long starttimeTicks, long root) {
            this.sign = sign;
            this.pid = pid;
            this.starttimeTicks = starttimeTicks;
            this.root = root;
        }

        /** What this JVM does for that supervisor. Whatever fails leaves a JVM that is dormant. */
        void takeChildRole() {
            try {
                // A supervisor of another user could not read what is our user's alone.
                if (Marker.isOurs(sign)) {
                    ChildRole.take(sign, pid, starttimeTicks, root);
                }
            } catch (Throwable fault) {
                return; // Stdout and stderr are the application's.
            }
        }
    }

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
            return sign(pid, fields(Long.toString(pid))).isPresent();
        } catch (IOException | NumberFormatException hidden) {
            return false;
        }
    }

    /** True if an ancestor of a process is a supervisor that Forkwatch watches already. */
    public boolean isWatched(long pid) {
        return above(Long.toString(pid)).isPresent();
    }

    /** The nearest supervisor above this JVM. */
    Optional<Above> above() {
        return above("self");
    }

    private Optional<Above> above(String process) {
        try {
            String stat = stat(process);
            long self = Long.parseLong(stat.substring(0, stat.indexOf(' ')));
            String[] own = fields(stat, process);
            long root = self;
            long pid = parent(own);
            for (int depth = 0; pid > 0 && depth < DEEPEST; depth++) {
                String[] fields = fields(Long.toString(pid));
                Optional<Path> sign = sign(pid, fields);
                if (sign.isPresent()) {
                    return Optional.of(new Above(sign.get(), self, Long.parseLong(own[STARTTIME]), root));
                }
                root = pid;
                pid = parent(fields);
            }
            return Optional.empty();
        } catch (IOException | IndexOutOfBoundsException | NumberFormatException chainEnds) {
            return Optional.empty(); // Hidden (hidepid), gone or garbled: nobody above can be asked.
        }
    }

    private Optional<Path> sign(long pid, String[] fields) throws IOException {
        long starttimeTicks = Long.parseLong(fields[STARTTIME]);
        return marker.isThere(pid, starttimeTicks)
                ? marker.of(pid, starttimeTicks, owner(pid))
                : Optional.<Path>empty();
    }

    private Object owner(long pid) throws IOException {
        return Files.getAttribute(proc.resolve(Long.toString(pid)), "unix:uid");
    }

    private static long parent(String[] fields) {
        return Long.parseLong(fields[1]);
    }

    private String[] fields(String pid) throws IOException {
        return fields(stat(pid), pid);
    }

    // "4242 (a comm) with ) in it) S 1 ...": what follows the last parenthesis, field 3 (state) first.
    private static String[] fields(String stat, String pid) throws IOException {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).trim().split(" ");
        if (fields.length <= STARTTIME) {
            throw new IOException("short stat of " + pid);
        }
        return fields;
    }

    private String stat(String pid) throws IOException {
        return read(proc.resolve(pid).resolve("stat"));
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
