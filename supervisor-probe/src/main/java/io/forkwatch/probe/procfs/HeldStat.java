package io.forkwatch.probe.procfs;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;

/**
 * A held descriptor of {@code /proc/<pid>/stat}, read with {@link StatReader}. It is the safest identity there is: once
 * its process is gone it answers "no such process" for ever, whoever gets the pid next.
 *
 * <p>It costs about 5 KiB of kernel memory after the first read, until it is closed. Not thread-safe.
 */
public final class HeldStat implements Closeable {
    private static final long NOT_READ_YET = -1;

    private final ProcFs files;
    private final long pid;
    private FileChannel channel;
    private long starttimeTicks = NOT_READ_YET;
    private boolean closed;

    HeldStat(ProcFs files, long pid) throws IOException {
        this.files = files;
        this.pid = pid;
        this.channel = files.openStat(pid);
    }

    /** The process id that it was opened for. */
    public long pid() {
        return pid;
    }

    /** Gives the descriptor back. Reading fails from now on with {@link ClosedChannelException}. */
    @Override
    public void close() throws IOException {
        closed = true;
        channel.close();
    }

    /**
     * Reads the whole text with one pread(2).
     *
     * @param into cleared first, ready to get from afterwards
     * @throws NoSuchProcessException if the process is known to be gone
     */
    void read(ByteBuffer into) throws IOException {
        into.clear();
        int count;
        try {
            count = channel.read(into, 0);
        } catch (IOException e) {
            throw ProcFs.saysGone(e) ? new NoSuchProcessException(pid) : e;
        }
        if (count <= 0) {
            throw new NoSuchProcessException(pid);
        }
        into.flip();
    }

    /** Replaces a descriptor that an interrupt closed. Who is behind the new one is for {@link #confirm} to say. */
    void reopen() throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        channel.close();
        channel = files.openStat(pid);
    }

    /**
     * Settles the identity at the first read and holds every later one against it.
     *
     * @throws NoSuchProcessException if this is another process
     */
    void confirm(PidStat stat) throws NoSuchProcessException {
        if (starttimeTicks == NOT_READ_YET) {
            starttimeTicks = stat.starttimeTicks();
        }
        if (stat.pid() != pid || stat.starttimeTicks() != starttimeTicks) {
            throw new NoSuchProcessException(pid);
        }
    }
}
