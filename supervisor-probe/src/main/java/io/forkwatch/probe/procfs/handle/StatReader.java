package io.forkwatch.probe.procfs.handle;

import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.RssAccuracy;
import io.forkwatch.probe.procfs.pid.NoSuchProcessException;
import io.forkwatch.probe.procfs.pid.PidGroup;
import io.forkwatch.probe.procfs.pid.PidStat;
import io.forkwatch.probe.procfs.text.ByteSpan;
import io.forkwatch.probe.procfs.text.MalformedProcTextException;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Reads all {@link StatHandle}s of one thread through one buffer into one {@link PidStat}: one system call a read and
 * nothing allocated where the descriptor is held. Not thread-safe.
 */
public final class StatReader {
    /** 52 numbers of at most 20 digits and a comm fit in a third of it. */
    private static final int STAT_BYTES = 4096;

    private final StatHandleCache held;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(STAT_BYTES);
    private final ByteSpan text = new ByteSpan(STAT_BYTES);
    private final PidStat stat = new PidStat();
    private final PidStat thread = new PidStat();
    private final ProcFs files;
    private final RssAccuracy accuracy;
    private final long pageSizeBytes;

    /** A reader with buffers of its own, which holds nothing yet. */
    public StatReader(ProcFs files) {
        this(files, files.rssAccuracy());
    }

    /**
     * The same on a machine of which that is known.
     *
     * @param accuracy of resident memory in a {@code stat}
     */
    public StatReader(ProcFs files, RssAccuracy accuracy) {
        this.held = new StatHandleCache(files);
        this.files = files;
        this.accuracy = accuracy;
        this.pageSizeBytes = files.auxv().pageSizeBytes();
    }

    /**
     * Follows {@code /proc/<pid>/stat}, to be read many times. The caller closes it.
     *
     * @throws NoSuchProcessException if there is no such process
     * @throws IOException if the file cannot be opened
     */
    public StatHandle hold(long pid) throws IOException {
        return held.hold(pid);
    }

    /**
     * Says whether descriptors are held from now on: not while children are started, for each makes each start slower.
     *
     * @throws IOException if one cannot be closed
     */
    public void setHolding(boolean holding) throws IOException {
        held.setHolding(holding);
    }

    /** True once this process was out of descriptors: then half of those that were held have been given back. */
    public boolean ranOut() {
        return held.ranOut();
    }

    /**
     * Reads a process now. {@link Thread#interrupt()} closes a channel in use: it is opened anew, once, and must then
     * show the same process. The thread stays interrupted.
     *
     * @return this reader's one view, overwritten by the next read
     * @throws NoSuchProcessException if the process is gone; it is for ever
     * @throws MalformedProcTextException if the text is not that of a {@code stat}
     * @throws IOException if the file cannot be read; it may be possible again later
     */
    public PidStat read(StatHandle process) throws IOException {
        try {
            load(process);
        } catch (NoSuchProcessException | MalformedProcTextException e) {
            throw e;
        } catch (IOException e) {
            // Closed by an interrupt, or "no such process" in the language of the user's locale.
            loadAnew(process);
        }
        return stat;
    }

    /**
     * Process group and session of the process that was read last, before anything else is read.
     *
     * @throws MalformedProcTextException if the text is not that of a {@code stat}
     */
    public PidGroup group() throws MalformedProcTextException {
        return PidGroup.parse(text);
    }

    /**
     * One of its threads that runs on, where the main thread of a process has ended.
     *
     * @return this reader's one view of a thread, overwritten by the next
     * @throws NoSuchProcessException if there is none
     */
    public PidStat readLivingThread(long pid) throws IOException {
        files.statOfLivingThread(pid, text, thread);
        return thread;
    }

    /**
     * Resident memory in pages: as {@code stat} has it, or by a second file where that may be too low by much. No such file
     * is exact on some kernels: see {@link #isTooCoarse}.
     *
     * @param process as it was just read; its main thread, or one of its others
     */
    public long residentPages(long pid, PidStat process) throws IOException {
        return accuracy.statmExact() && accuracy.isTooCoarse(process.rssPages(), process.threads(), pageSizeBytes)
                ? files.residentPages(pid, process.pid(), text)
                : process.rssPages();
    }

    /**
     * True if {@link #residentPages} may be too low by much, and {@code smaps_rollup} alone is exact on this machine.
     *
     * @param pages what it has given
     */
    public boolean isTooCoarse(long pages, long threads) {
        return !accuracy.statmExact() && accuracy.isTooCoarse(pages, threads, pageSizeBytes);
    }

    /** By how many bytes that may be, for a process with so many threads. */
    public long possibleErrorBytes(long threads) {
        return accuracy.possibleErrorPages(threads) * pageSizeBytes;
    }

    private void load(StatHandle process) throws IOException {
        process.read(buffer, text);
        stat.parse(text);
        process.confirm(stat);
    }

    private void loadAnew(StatHandle process) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            process.reopen();
            load(process);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
