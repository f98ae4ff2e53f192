package io.forkwatch.agent.child;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The role of a JVM below a supervisor: one file, one daemon thread, a default handler for what nobody caught, and a note of the
 * end. No port, no edit of byte code, no word on stdout or stderr.
 */
public final class ChildRole {
    private static final long INTERVAL_MILLIS = 1_000;
    private static final int STACK_BYTES = 128 * 1024;

    private ChildRole() {}

    /**
     * Takes the role.
     *
     * @param marker directory of the supervisor
     * @param pid this JVM
     * @param starttimeTicks field 22 of its stat
     * @param root the direct child of the supervisor that it is, or is below
     * @return false where the file cannot be made, or something is not allowed: then the file says nothing
     */
    public static boolean take(Path marker, long pid, long starttimeTicks, long root) {
        try {
            BlackBox box = create(marker, pid, starttimeTicks, root);
            Runtime.getRuntime().addShutdownHook(new ExitNote(box));
            Thread.setDefaultUncaughtExceptionHandler(new UncaughtWords(
                    box, Optional.ofNullable(Thread.getDefaultUncaughtExceptionHandler()), feature()));
            // Not before: that there is no note of an end must not be for want of who writes it.
            Heartbeat heartbeat = new Heartbeat(box, INTERVAL_MILLIS);
            heartbeat.beat();
            start(heartbeat);
        } catch (IOException | RuntimeException nowhere) {
            return false;
        }
        return true;
    }

    private static void start(Heartbeat heartbeat) {
        Thread thread = new Thread(topmost(), heartbeat, "forkwatch-child", STACK_BYTES);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        thread.start();
    }

    private static BlackBox create(Path marker, long pid, long starttimeTicks, long root) throws IOException {
        long nanos = System.nanoTime();
        long interval = TimeUnit.MILLISECONDS.toNanos(INTERVAL_MILLIS);
        byte[] bytes = new byte[BlackBoxFile.BYTES];
        ByteBuffer head = ByteBuffer.wrap(bytes);
        head.putLong(0, BlackBoxFile.MAGIC);
        head.putLong(BlackBoxFile.PID, pid);
        head.putLong(BlackBoxFile.STARTTIME, starttimeTicks);
        head.putLong(BlackBoxFile.ROOT, root);
        head.putLong(BlackBoxFile.INTERVAL, interval);
        head.putLong(BlackBoxFile.MADE, nanos);
        return BlackBox.create(marker.resolve(BlackBoxFile.name(pid, starttimeTicks, root)), bytes, interval, nanos);
    }

    // Whoever ends a group of his own neither ends this thread nor waits for it.
    private static ThreadGroup topmost() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        return group;
    }

    // "1.8", then "9", "17", "25".
    private static int feature() {
        String version = System.getProperty("java.specification.version", "");
        try {
            return Integer.parseInt(version.startsWith("1.") ? version.substring(2) : version);
        } catch (NumberFormatException unknown) {
            return 0;
        }
    }
}
