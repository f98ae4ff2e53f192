package io.forkwatch.agent.entry;

import java.io.ByteArrayInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * Descriptor 2 of this JVM, whatever the application made of {@link System#err}, written to without waiting for whoever
 * reads it. A pipe that nobody reads is full one day, and then every write to it waits for ever, the host's own, too: so
 * ours go there only while less than a page is unread, and one that could wait does so on a daemon thread, which holds
 * nothing and does not keep the JVM from ending. Safe for any thread.
 */
public final class Stderr {
    /** A page, which every pipe holds, pipe(7): with that much unread, ours or not, we add nothing. */
    static final int ROOM_BYTES = 4096;

    /** How long {@link #say} waits for room at the most. */
    private static final long SAY_MILLIS = 80;

    private static final long STEP_MILLIS = 5;

    /** For a thread to start, and to write. */
    private static final long SLACK_MILLIS = 20;

    /** Once a record has begun: for the pieces of a long one to be read. */
    private static final long LONG_RECORD_MILLIS = 100;

    /** The file type in st_mode, inode(7). */
    private static final int TYPE_MASK = 0xF000;

    private static final int FIFO = 0x1000;
    private static final int CHARACTER_DEVICE = 0x2000;
    private static final int REGULAR = 0x8000;

    /** Major 1, minor 3: {@code /dev/null}, wherever it lies. */
    private static final long NULL_DEVICE = 0x103;

    private final Path link;
    private final OutputStream out;
    private final InputStream in;
    private volatile Optional<Attempt> last = Optional.empty();

    private volatile Kind known = Kind.OTHER;

    /** True after the beginning of a record whose rest was given up. */
    private volatile boolean torn;

    /** True once no thread could be had: not tried again, for the JVM says so on the host's stdout. */
    private volatile boolean threadless;

    /** What a descriptor stands for. */
    public enum Kind {
        /** A pipe, with or without a name: it tells how much of it is unread. */
        PIPE,
        /** A regular file: a write waits for nobody. */
        FILE,
        /** A terminal, a socket, or unknown: a write may wait, and nobody knows before. */
        OTHER,
        /** Closed, or a null device. */
        NOWHERE
    }

    private Stderr(Path link, OutputStream out, InputStream in) {
        this.link = link;
        this.out = out;
        this.in = in;
    }

    /**
     * Any descriptor.
     *
     * @param link a path whose attributes are those of the open file
     * @param out writes to it, each record at once
     * @param in on the same descriptor, only ever asked what is {@link InputStream#available()}
     */
    public static Stderr of(Path link, OutputStream out, InputStream in) {
        return new Stderr(link, out, in);
    }

    /** That of this JVM. Keep it: the JDK remembers for good every stream that is made of the descriptor. */
    public static Stderr ofThisJvm() {
        Path link = Paths.get("/proc/self/fd/2");
        try {
            return of(link, new FileOutputStream(FileDescriptor.err), new FileInputStream(FileDescriptor.err));
        } catch (SecurityException managed) {
            return of(link, System.err, new ByteArrayInputStream(new byte[0]));
        }
    }

    /**
     * Says one line, or gives it up. Returns within a tenth of a second, and never throws.
     *
     * @param line without prefix and line feed
     * @return false if it was given up
     */
    public boolean say(String line) {
        try {
            byte[] record = ("[forkwatch] " + line + '\n').getBytes(StandardCharsets.UTF_8);
            Kind kind = kind();
            if (kind == Kind.PIPE && Suitability.isManaged()) {
                return hasRoom(record.length) && writeNow(record); // A thread is a matter for the manager, too.
            }
            return kind == Kind.FILE ? writeNow(record) : attempt(record, SAY_MILLIS);
        } catch (Throwable nobodyToTell) {
            return false;
        }
    }

    /**
     * Writes a record, or gives it up. For threads of our own: where it most likely need not wait it is written on the
     * caller's.
     *
     * @param record with its line feed
     * @param patienceMillis how long it may wait for room, 0 and up
     * @return false if it was given up; true also if it is being written, and will be there once anything is read
     * @throws IOException if it cannot be written, and most likely nothing can from now on
     */
    public boolean write(byte[] record, long patienceMillis) throws IOException {
        Kind kind = kind();
        if (kind == Kind.NOWHERE) {
            throw new IOException("stderr is closed, or a null device");
        }
        if (kind == Kind.FILE || (kind == Kind.OTHER && threadless)) {
            return writeNow(record);
        }
        if (kind == Kind.PIPE && !torn && !isUnderWay() && hasRoom(record.length)) {
            return writeNow(record);
        }
        if (threadless || isFull(kind, record.length)) {
            return !threadless && patienceMillis > 0 && attempt(record, patienceMillis);
        }
        return attempt(record, Math.max(patienceMillis, LONG_RECORD_MILLIS));
    }

    /** What it is now: the application may put another file in its place at any time. */
    public Kind kind() {
        if (Suitability.isManaged()) {
            return known; // To look is a matter for the host's security manager.
        }
        known = look();
        return known;
    }

    private Kind look() {
        try {
            Map<String, Object> attributes = Files.readAttributes(link, "unix:mode,rdev");
            return kind(
                    number(attributes, "mode").intValue() & TYPE_MASK,
                    number(attributes, "rdev").longValue());
        } catch (NoSuchFileException closed) {
            return isThere(Optional.ofNullable(link.getParent())) ? Kind.NOWHERE : Kind.OTHER;
        } catch (IOException | RuntimeException unknown) {
            return Kind.OTHER; // A file system provider of the application, a policy.
        }
    }

    private static Number number(Map<String, Object> attributes, String name) throws IOException {
        Object value = attributes.get(name);
        if (value instanceof Number) {
            return (Number) value;
        }
        throw new IOException("no " + name);
    }

    private static Kind kind(int type, long device) {
        switch (type) {
            case FIFO:
                return Kind.PIPE;
            case REGULAR:
                return Kind.FILE;
            case CHARACTER_DEVICE:
                return device == NULL_DEVICE ? Kind.NOWHERE : Kind.OTHER;
            default:
                return Kind.OTHER;
        }
    }

    private static boolean isThere(Optional<Path> directory) {
        return directory.isPresent() && Files.exists(directory.get());
    }

    private boolean isUnderWay() {
        Optional<Attempt> before = last;
        return before.isPresent() && before.get().thread.isAlive();
    }

    private boolean writeNow(byte[] record) throws IOException {
        out.write(record);
        return true;
    }

    // FIONREAD, which either end of a pipe answers, pipe(7).
    private boolean hasRoom(int bytes) throws IOException {
        return in.available() + bytes <= ROOM_BYTES;
    }

    private boolean isFull(Kind kind, int bytes) throws IOException {
        return kind == Kind.PIPE && !hasRoom(Math.min(bytes, ROOM_BYTES));
    }

    private synchronized boolean attempt(byte[] record, long patienceMillis) throws IOException {
        if (isUnderWay()) {
            return false; // The one before it waits still.
        }
        Attempt attempt = new Attempt(record, patienceMillis);
        last = Optional.of(attempt);
        threadless = !attempt.start();
        return !threadless && attempt.await();
    }

    /** One record on its way, on a thread of its own. */
    private final class Attempt implements Runnable {
        private final byte[] record;
        private final long patienceMillis;
        private final Thread thread;
        private volatile boolean writing;
        private volatile Optional<IOException> failure = Optional.empty();

        Attempt(byte[] record, long patienceMillis) {
            this.record = record;
            this.patienceMillis = patienceMillis;
            this.thread = new Thread(topmostGroup(), this, "forkwatch-stderr");
        }

        // As OwnThreads makes them, which is not to be had here. False if there are no more threads.
        @SuppressWarnings("ThreadPriorityCheck")
        boolean start() {
            try {
                thread.setDaemon(true);
                thread.setPriority(Thread.NORM_PRIORITY);
                thread.setContextClassLoader(null);
                thread.start();
                return true;
            } catch (OutOfMemoryError none) {
                return false;
            }
        }

        /** True if it was written, or is on its way into what somebody may read. */
        boolean await() throws IOException {
            try {
                thread.join(patienceMillis + SLACK_MILLIS);
            } catch (InterruptedException hurried) {
                Thread.currentThread().interrupt();
            }
            Optional<IOException> failed = failure;
            if (failed.isPresent()) {
                throw failed.get();
            }
            return writing;
        }

        @Override
        public void run() {
            try {
                if (kind() == Kind.PIPE) {
                    writing = writePieces(torn ? ('\n' + text()).getBytes(StandardCharsets.UTF_8) : record);
                } else {
                    writing = true;
                    out.write(record);
                }
            } catch (IOException e) {
                failure = Optional.of(e);
            } catch (Throwable nobodyToTell) {
                writing = false;
            }
        }

        private String text() {
            return new String(record, StandardCharsets.UTF_8);
        }

        private boolean writePieces(byte[] bytes) throws IOException, InterruptedException {
            for (int from = 0; from < bytes.length; from += ROOM_BYTES) {
                int to = Math.min(bytes.length, from + ROOM_BYTES);
                if (!awaitRoom(to - from)) {
                    return false;
                }
                writing = true;
                torn = to < bytes.length;
                out.write(Arrays.copyOfRange(bytes, from, to));
            }
            return true;
        }

        /** True too where somebody reads and it stays full all the same, as behind a host that says very much. */
        private boolean awaitRoom(int bytes) throws IOException, InterruptedException {
            long until = System.nanoTime() + patienceMillis * 1_000_000;
            boolean isRead = false;
            int before = in.available();
            while (!hasRoom(bytes)) {
                if (until - System.nanoTime() <= 0) {
                    return isRead;
                }
                Thread.sleep(STEP_MILLIS);
                int now = in.available();
                isRead |= now < before;
                before = now;
            }
            return true;
        }
    }

    private static ThreadGroup topmostGroup() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        return group;
    }
}
