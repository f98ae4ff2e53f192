package io.forkwatch.probe.intercept;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Stands below the buffer of {@link Process#getErrorStream()}, in the place of the JDK's own pipe, and copies into a
 * ring what is read through it: by the supervisor, and by the JDK's reaper when the child ends. Every byte, result and
 * exception is the pipe's.
 *
 * <p>Skipping, transfer and mark are inherited: they are built on {@code read}, as the JDK's pipe has them.
 */
final class StderrTee extends InputStream {
    private final InputStream pipe;
    private final TailRing ring;
    private final AtomicReference<Throwable> lastFault;
    private volatile boolean drained;

    StderrTee(InputStream pipe, TailRing ring, AtomicReference<Throwable> lastFault) {
        this.pipe = pipe;
        this.ring = ring;
        this.lastFault = lastFault;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = pipe.read(bytes, offset, length);
        copy(bytes, offset, count);
        return count;
    }

    // A wall, on host threads: the bytes are out of the pipe already, so whatever goes wrong here must not lose them.
    private void copy(byte[] bytes, int offset, int count) {
        try {
            if (count > 0) {
                ring.add(bytes, offset, count);
            } else if (count < 0) {
                ring.whole();
            }
        } catch (Throwable fault) {
            lastFault.set(fault);
        }
    }

    @Override
    public int available() throws IOException {
        int count = pipe.available();
        drained = count == 0;
        return count;
    }

    @Override
    public void close() throws IOException {
        // So the JDK's reaper does at the end of the child: it reads until nothing is there, and closes.
        if (drained) {
            ring.whole();
        } else {
            ring.complete();
        }
        pipe.close();
    }
}
