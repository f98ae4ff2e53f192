package io.forkwatch.agent.child;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** A file as a child writes it, for tests of who reads it. */
public final class RealBox {
    private static final long INTERVAL_NANOS = 1_000_000_000L;

    private final BlackBox box;

    /** Made now by the clock of this JVM. */
    public RealBox(Path marker, long pid, long starttimeTicks, long root) throws IOException {
        long nanos = System.nanoTime();
        byte[] bytes = new byte[BlackBoxFile.BYTES];
        ByteBuffer head = ByteBuffer.wrap(bytes);
        head.putLong(0, BlackBoxFile.MAGIC);
        head.putLong(BlackBoxFile.PID, pid);
        head.putLong(BlackBoxFile.STARTTIME, starttimeTicks);
        head.putLong(BlackBoxFile.ROOT, root);
        head.putLong(BlackBoxFile.INTERVAL, INTERVAL_NANOS);
        head.putLong(BlackBoxFile.MADE, nanos);
        box = BlackBox.create(
                marker.resolve(BlackBoxFile.name(pid, starttimeTicks, root)), bytes, INTERVAL_NANOS, nanos);
    }

    public RealBox beat(String status) throws IOException {
        box.beat(System.nanoTime(), System.currentTimeMillis(), status);
        return this;
    }

    public RealBox uncaught(String thread, Throwable thrown) throws IOException {
        box.uncaught(new Thread(thread), thrown, System.nanoTime());
        return this;
    }

    public RealBox exit(String thread) throws IOException {
        box.exit(BlackBoxFile.EXIT_CALLED, thread, new Throwable().getStackTrace(), 0, System.nanoTime());
        return this;
    }
}
