package io.forkwatch.probe.procfs;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Reads all {@link HeldStat}s of one thread through one buffer into one {@link PidStat}: one system call a read and
 * nothing allocated. Not thread-safe.
 */
public final class StatReader {
    /** 52 numbers of at most 20 digits and a comm fit in a third of it. */
    private static final int STAT_BYTES = 4096;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(STAT_BYTES);
    private final ByteSpan text = new ByteSpan(STAT_BYTES);
    private final PidStat stat = new PidStat();

    /** A reader with buffers of its own. */
    public StatReader() {}

    /**
     * Reads a process now. {@link Thread#interrupt()} closes a channel in use: it is opened anew, once, and must then
     * show the same process. The thread stays interrupted.
     *
     * @return this reader's one view, overwritten by the next read
     * @throws NoSuchProcessException if the process is gone; it is for ever
     * @throws MalformedProcTextException if the text is not that of a {@code stat}
     * @throws IOException if the file cannot be read; it may be possible again later
     */
    public PidStat read(HeldStat held) throws IOException {
        try {
            load(held);
        } catch (NoSuchProcessException | MalformedProcTextException e) {
            throw e;
        } catch (IOException e) {
            // Closed by an interrupt, or "no such process" in the language of the user's locale.
            loadAnew(held);
        }
        return stat;
    }

    private void load(HeldStat held) throws IOException {
        held.read(buffer);
        text.copyFrom(buffer);
        stat.parse(text);
        held.confirm(stat);
    }

    private void loadAnew(HeldStat held) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            held.reopen();
            load(held);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
