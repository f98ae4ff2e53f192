package io.forkwatch.probe.procfs.handle;

import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.pid.NoSuchProcessException;
import io.forkwatch.probe.procfs.pid.PidStat;
import io.forkwatch.probe.procfs.text.ByteSpan;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.util.Optional;

/**
 * A process's {@code /proc/<pid>/stat}, read many times with {@link StatReader}. A held descriptor is the safest identity
 * there is: once its process is gone it answers "no such process" for ever, whoever gets the pid next. Without one, as
 * {@link StatHandleCache} decides, pid and start time are compared at each read. Not thread-safe.
 */
public final class StatHandle implements Closeable {
    private static final long NOT_READ_YET = -1;

    private final StatHandleCache owner;
    private final long pid;
    private final String name;
    private Optional<FileChannel> channel = Optional.empty();
    private long starttimeTicks = NOT_READ_YET;
    private boolean closed;

    StatHandle(StatHandleCache owner, long pid) {
        this.owner = owner;
        this.pid = pid;
        this.name = owner.files().statName(pid);
    }

    /** The process id that it was opened for. */
    public long pid() {
        return pid;
    }

    /** Gives the descriptor back. Reading fails from now on with {@link ClosedChannelException}. */
    @Override
    public void close() throws IOException {
        closed = true;
        if (channel.isPresent()) {
            owner.closed(this);
            letGo();
        }
    }

    /** Keeps a descriptor from now on, if there is one for it. */
    void holdIfMay() throws IOException {
        channel = owner.open(this, name);
    }

    /** From now on it is opened anew at each read. */
    void letGo() throws IOException {
        FileChannel held = channel.orElseThrow();
        channel = Optional.empty();
        held.close();
    }

    /**
     * Reads the whole text: with one pread(2), or by opening it for the moment.
     *
     * @param buffer for the descriptor's sake
     * @param into what is read
     * @throws NoSuchProcessException if the process is known to be gone
     */
    void read(ByteBuffer buffer, ByteSpan into) throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        // The first read is the opening's own: most processes do not live to see a second one.
        if (channel.isEmpty() && starttimeTicks != NOT_READ_YET) {
            holdIfMay();
        }
        if (channel.isEmpty()) {
            readOnce(into);
            return;
        }
        buffer.clear();
        int count;
        try {
            count = channel.get().read(buffer, 0);
        } catch (IOException e) {
            throw ProcFs.saysGone(e) ? new NoSuchProcessException(pid) : e;
        }
        if (count <= 0) {
            throw new NoSuchProcessException(pid);
        }
        buffer.flip();
        into.copyFrom(buffer);
    }

    private void readOnce(ByteSpan into) throws IOException {
        try {
            owner.files().readStat(pid, name, into);
        } catch (IOException refused) {
            if (!owner.gaveBack(refused)) {
                throw refused;
            }
            owner.files().readStat(pid, name, into);
        }
    }

    /** Replaces a descriptor that an interrupt closed. Who is behind the new one is for {@link #confirm} to say. */
    void reopen() throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        if (channel.isPresent()) {
            owner.closed(this);
            letGo();
            holdIfMay();
        }
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
