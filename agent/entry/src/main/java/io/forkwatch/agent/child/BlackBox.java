package io.forkwatch.agent.child;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.ref.SoftReference;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;

/**
 * Writes the file of this JVM. What is to be said is gathered in an image of a slot, and the whole image is written over the
 * older of the two slots, by one call of write(2): what it took is in the kernel's hands, whatever becomes of this process.
 * Not by a mapping: that costs JDK 25 45 ms and 7 MiB at the start, and where somebody cuts the file short, or its disk is full,
 * a store into it is a fault, and a write an exception.
 */
final class BlackBox {
    /** From here on a heap whose soft references are gone counts as full; see {@link #lookAtHeap}. */
    private static final int MUCH_PERCENT = 50;

    private static final int MOST_FRAMES = 12;
    private static final int MOST_CAUSES = 16;

    private final RandomAccessFile file;
    private final long intervalNanos;
    private final byte[] bytes = new byte[BlackBoxFile.SLOT];
    private final ByteBuffer image = ByteBuffer.wrap(bytes);
    private final CRC32 crc = new CRC32();
    private final Runtime runtime = Runtime.getRuntime();

    /** Gone after each collection. */
    private WeakReference<Object> young = new WeakReference<>(new Object());

    /** Asked for at each beat, so gone only where the JVM clears all of them, which it does before an OutOfMemoryError. */
    private SoftReference<Object> soft = new SoftReference<>(new Object());

    private long sequence;
    private long beatNanos;
    private String status = "";

    private BlackBox(RandomAccessFile file, long intervalNanos, long nanos) {
        this.file = file;
        this.intervalNanos = intervalNanos;
        this.beatNanos = nanos - intervalNanos;
    }

    /**
     * Makes the file: its owner's alone, nobody else's before, and not by a link. All of it is written once, so that a disk
     * without room is known from the start.
     *
     * @param head all bytes of it, of which those before the first slot say something
     * @throws IOException if it is there already, or cannot be made
     */
    static BlackBox create(Path path, byte[] head, long intervalNanos, long nanos) throws IOException {
        File made = path.toFile();
        if (!made.createNewFile()) {
            throw new IOException("is there already");
        }
        boolean whole = false;
        try {
            // In a directory of mode 0700.
            restrict(made);
            RandomAccessFile file = new RandomAccessFile(made, "rw");
            file.write(head);
            whole = true;
            return new BlackBox(file, intervalNanos, nanos);
        } finally {
            if (!whole) {
                Files.deleteIfExists(path);
            }
        }
    }

    private static void restrict(File made) throws IOException {
        boolean done = made.setReadable(false, false)
                && made.setWritable(false, false)
                && made.setReadable(true, true)
                && made.setWritable(true, true);
        if (!done) {
            throw new IOException("its mode cannot be set");
        }
    }

    /** It lives. Allocates nothing, but for two small objects after a garbage collection. */
    synchronized void beat(long nanos, long millis, String said) throws IOException {
        long late = Math.max(0, nanos - beatNanos - intervalNanos);
        beatNanos = nanos;
        image.putLong(BlackBoxFile.BEAT_NANOS, nanos);
        image.putLong(BlackBoxFile.BEAT_MILLIS, millis);
        add(BlackBoxFile.BEATS);
        image.putLong(BlackBoxFile.LATE, late);
        image.putLong(BlackBoxFile.LATEST, Math.max(late, image.getLong(BlackBoxFile.LATEST)));
        lookAtHeap(nanos);
        if (!said.equals(status)) {
            status = said;
            BlackBoxFile.STATUS.write(image, said);
        }
        write();
    }

    private void lookAtHeap(long nanos) {
        long committed = runtime.totalMemory();
        long used = committed - runtime.freeMemory();
        long max = runtime.maxMemory();
        image.putLong(BlackBoxFile.HEAP_USED, used);
        image.putLong(BlackBoxFile.HEAP_COMMITTED, committed);
        image.putLong(BlackBoxFile.HEAP_MAX, max);
        if (soft.get() == null) {
            // With -XX:SoftRefLRUPolicyMSPerMB=0 they are cleared in a heap that is nearly empty.
            if (used / MUCH_PERCENT >= max / 100) {
                image.putLong(BlackBoxFile.HEAP_FULL, nanos);
            }
            soft = new SoftReference<>(new Object());
        }
        if (young.get() == null) {
            add(BlackBoxFile.COLLECTIONS);
            young = new WeakReference<>(new Object());
        }
    }

    /** Nobody caught an exception. What needs memory comes last, since there may be none. */
    synchronized void uncaught(Thread thread, Throwable thrown, long nanos) throws IOException {
        add(BlackBoxFile.UNCAUGHT);
        image.putLong(BlackBoxFile.UNCAUGHT_NANOS, nanos);
        Throwable oome = outOfMemory(thrown);
        if (oome instanceof OutOfMemoryError) {
            add(BlackBoxFile.OOMES);
            image.putLong(BlackBoxFile.OOME_NANOS, nanos);
        }
        BlackBoxFile.UNCAUGHT_THREAD.write(image, thread.getName());
        BlackBoxFile.UNCAUGHT_CLASS.write(image, "");
        BlackBoxFile.UNCAUGHT_MESSAGE.write(image, "");
        BlackBoxFile.UNCAUGHT_FRAMES.write(image, "");
        write();
        try {
            BlackBoxFile.UNCAUGHT_CLASS.write(image, thrown.getClass().getName());
            if (oome instanceof OutOfMemoryError) {
                BlackBoxFile.OOME_MESSAGE.write(image, textOf(oome));
            }
            BlackBoxFile.UNCAUGHT_MESSAGE.write(image, textOf(thrown));
            frames(BlackBoxFile.UNCAUGHT_FRAMES, thrown.getStackTrace(), 0);
            lookAtHeap(nanos);
        } finally {
            write();
        }
    }

    // Its getMessage may be anybody's.
    private static String textOf(Throwable thrown) {
        String message = thrown.getMessage();
        return message == null ? "" : message;
    }

    // The first OutOfMemoryError among it and its causes; else some other of them.
    private static Throwable outOfMemory(Throwable thrown) {
        Throwable each = thrown;
        for (int depth = 0; depth < MOST_CAUSES && !(each instanceof OutOfMemoryError); depth++) {
            Throwable cause = each.getCause();
            if (cause == null) {
                break;
            }
            each = cause;
        }
        return each;
    }

    /**
     * The end of this JVM has begun.
     *
     * @param how one of the constants of the layout
     * @param stack of the thread that has begun it
     * @param from the first frame that is not of the JDK's exit
     */
    synchronized void exit(int how, String thread, StackTraceElement[] stack, int from, long nanos) throws IOException {
        image.putLong(BlackBoxFile.EXIT, how);
        image.putLong(BlackBoxFile.EXIT_NANOS, nanos);
        try {
            BlackBoxFile.EXIT_THREAD.write(image, thread);
            BlackBoxFile.EXIT_FRAMES.write(image, "");
            lookAtHeap(nanos);
            frames(BlackBoxFile.EXIT_FRAMES, stack, from);
        } finally {
            write();
        }
    }

    private void frames(BlackBoxFile.Text text, StackTraceElement[] stack, int from) {
        for (int i = from; i < stack.length && i - from < MOST_FRAMES; i++) {
            StackTraceElement frame = stack[i];
            if (i > from) {
                text.append(image, "\n");
            }
            text.append(image, frame.getClassName());
            text.append(image, ".");
            text.append(image, frame.getMethodName());
            text.append(image, place(frame));
        }
    }

    // As StackTraceElement says it, without its module.
    private static String place(StackTraceElement frame) {
        if (frame.isNativeMethod()) {
            return "(Native Method)";
        }
        String file = frame.getFileName();
        if (file == null) {
            return "(Unknown Source)";
        }
        return frame.getLineNumber() < 0 ? "(" + file + ")" : "(" + file + ":" + frame.getLineNumber() + ")";
    }

    private void add(int counter) {
        image.putLong(counter, image.getLong(counter) + 1);
    }

    private void write() throws IOException {
        sequence++;
        image.putLong(BlackBoxFile.SEQUENCE, sequence);
        image.putLong(BlackBoxFile.CHECK, BlackBoxFile.check(crc, bytes));
        file.seek(BlackBoxFile.FIRST + (sequence & 1) * BlackBoxFile.SLOT);
        file.write(bytes);
    }
}
