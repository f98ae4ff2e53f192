package io.forkwatch.probe.evidence.kernel;

import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.death.OomKill;
import io.forkwatch.probe.thread.Confined;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Follows the kernel's log. What stands in it at the opening is read at once, so that what comes later is known to be
 * later.
 */
@Confined(Confined.To.REPORTER)
final class KernelLog implements Closeable {
    /** How many kills are kept. */
    static final int MOST_KILLS = 64;

    // A read into a buffer that is too small fails; the kernel's own bound is 8 KiB (CONSOLE_EXT_LOG_MAX).
    private static final int LONGEST_RECORD_BYTES = 16 * 1024;
    private static final int MOST_RECORDS = 200_000;
    private static final int MOST_FAULTS = 8;
    // The log's clock is not slewed as the monotonic one is: they part by some 1/2000 of the time since boot at worst.
    private static final long CLOCKS_PART = 2000;
    private static final long RECENT_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final ReadableByteChannel channel;
    private final Clocks clocks;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(LONGEST_RECORD_BYTES);
    private final byte[] bytes = new byte[LONGEST_RECORD_BYTES];
    private final OomLines lines = new OomLines();
    private final Deque<OomKill> kills = new ArrayDeque<>();
    private boolean opening = true;
    private boolean hasLost;
    private long lostNanos;
    private int faults;

    /**
     * Follows a log from now on.
     *
     * @param channel gives one record a read, 0 bytes where there is none, and fails where records were overwritten
     * @param clocks of which the monotonic one began at the boot of this machine, as on Linux
     */
    KernelLog(ReadableByteChannel channel, Clocks clocks) {
        this.channel = channel;
        this.clocks = clocks;
        poll();
        opening = false;
        hasLost = false;
    }

    /** Reads what is new. */
    void poll() {
        for (int i = 0; i < MOST_RECORDS && isReadable() && read(); i++) {}
    }

    /** False once it failed for good. */
    boolean isReadable() {
        return faults < MOST_FAULTS;
    }

    private boolean read() {
        buffer.clear();
        try {
            int count = channel.read(buffer);
            if (count <= 0) {
                return false;
            }
            faults = 0;
            buffer.flip().get(bytes, 0, count);
            if (!opening || isRecent(KmsgRecord.usec(bytes, count), clocks.nanos())) {
                KmsgRecord.parse(new String(bytes, 0, count, StandardCharsets.UTF_8))
                        .ifPresent(this::take);
            }
        } catch (IOException overwritten) {
            // EPIPE: the next read goes on with the oldest record there is. Other errors come again and again.
            faults++;
            lose(clocks.nanos());
        }
        return true;
    }

    private void take(KmsgRecord record) {
        // Processes may write into the log, but not in the kernel's name.
        if (record.facility() != 0) {
            return;
        }
        long now = clocks.nanos();
        lines.take(record.text(), now, opening).ifPresent(this::keep);
    }

    private static boolean isRecent(long usec, long now) {
        long age = now - TimeUnit.MICROSECONDS.toNanos(usec);
        return Math.abs(age) <= RECENT_NANOS + Math.abs(now) / CLOCKS_PART;
    }

    private void keep(OomKill kill) {
        kills.addLast(kill);
        if (kills.size() > MOST_KILLS) {
            lose(kills.removeFirst().nanos());
        }
    }

    private void lose(long nanos) {
        hasLost = true;
        lostNanos = nanos;
    }

    /** What it says about the time since then. */
    KernelLogExcerpt since(long nanos) {
        List<OomKill> said = new ArrayList<>();
        for (OomKill kill : kills) {
            if (kill.nanos() - nanos >= 0) {
                said.add(kill);
            }
        }
        return new KernelLogExcerpt(said, hasLost && lostNanos - nanos >= 0);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
