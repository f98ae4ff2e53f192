package io.forkwatch.probe.sample;

import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.process.WaitStatus;
import io.forkwatch.probe.process.event.ChildEvent;
import io.forkwatch.probe.process.event.ChildEvents;
import io.forkwatch.probe.process.event.Kill;
import io.forkwatch.probe.process.event.KillProgram;
import io.forkwatch.probe.process.event.LeftBehind;
import io.forkwatch.probe.process.event.Spawn;
import io.forkwatch.probe.process.event.StartFailure;
import io.forkwatch.probe.process.event.Zombie;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.text.HostChecks;
import io.forkwatch.probe.thread.Confined;
import io.forkwatch.probe.thread.HandoverQueue;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Where host and reaper threads leave what they saw, and the sampler picks it up. Bounded, never blocks; what finds no
 * room is counted as {@code inbox}. The order of the events of one thread is kept.
 */
@Confined(Confined.To.ANY)
public final class EventInbox implements ChildEvents {
    private static final byte[] UNREADABLE = {};
    private static final String[] NO_NAMES = {};
    private static final int MOST_NAMES = 1024;
    private static final int MOST_ASKED_AHEAD = 64;
    /** What a JVM exits with at an OutOfMemoryError if it is asked to (HotSpot, debug.cpp). */
    private static final int OOME_EXIT = 3;

    private static final long LONG_AGO_NANOS = 3_600_000_000_000L;

    /** The most that all events may hold of the host's texts; beyond half of it they hold but their beginnings. */
    static final long MOST_TEXT_BYTES = 8L << 20;

    private final HandoverQueue<ChildEvent> events;
    private final ProcFs procFs;
    private final LongSupplier nanos;
    private final Tally dropped;
    private final Runnable wake;
    private final Optional<Path> perfData;
    private final AtomicLong textBytes = new AtomicLong();
    private volatile boolean closed;
    private volatile long lastKillNanos;

    /**
     * An empty inbox.
     *
     * @param capacity most events kept, 1 and up
     * @param nanos monotonic clock
     * @param dropped counts what found no room
     * @param wake tells the sampler that something came; called on host and reaper threads, so it must not block
     */
    public EventInbox(int capacity, ProcFs procFs, LongSupplier nanos, Tally dropped, Runnable wake) {
        this(capacity, procFs, nanos, dropped, wake, Optional.empty());
    }

    /**
     * The same, which sees as well who has left performance data behind.
     *
     * @param perfData where the JVMs of this user keep them
     */
    public EventInbox(
            int capacity, ProcFs procFs, LongSupplier nanos, Tally dropped, Runnable wake, Optional<Path> perfData) {
        this.perfData = perfData;
        this.events = new HandoverQueue<>(capacity);
        this.procFs = procFs;
        this.nanos = nanos;
        this.dropped = dropped;
        this.wake = wake;
        this.lastKillNanos = nanos.getAsLong() - LONG_AGO_NANOS;
    }

    @Override
    public void started(Spawn spawn) {
        add(spawn);
    }

    @Override
    public void awaited() {
        if (!closed) {
            wake.run();
        }
    }

    @Override
    public void startFailed(StartFailure failure) {
        offer(failure);
    }

    @Override
    public void killProgram(KillProgram program) {
        add(program);
    }

    @Override
    public void killAsked(Kill kill) {
        lastKillNanos = kill.nanos();
        offer(kill);
    }

    /** Monotonic time of the last request of the host to end a child; an hour before this was made if there was none. */
    public long lastKillNanos() {
        return lastKillNanos;
    }

    @Override
    public void zombie(long pid, int exitValue) {
        if (!closed) {
            offer(new Zombie(pid, exitValue, statOf(pid), nanos.getAsLong(), perfData(pid, exitValue)));
        }
    }

    // A JVM that gave up leaves its file; the next JVM of this user removes it at its start, but not before that
    // process was
    // waited for. Looked at where it may matter: at that exit code, and where a shell may pass on a signal.
    private Optional<String[]> perfData(long pid, int exitValue) {
        boolean matters = exitValue == OOME_EXIT || exitValue > WaitStatus.SIGNAL_BASE;
        if (!matters || perfData.isEmpty()) {
            return Optional.empty();
        }
        try {
            HostChecks.avoid();
            return Optional.of(namesIn(perfData.get(), Long.toString(pid)));
        } catch (IOException | RuntimeException notThere) {
            return Optional.empty();
        }
    }

    // In a directory for all users anybody may have put it there, with any number of files.
    private static String[] namesIn(Path directory, String own) throws IOException {
        List<String> names = new ArrayList<>(4);
        if (directory.resolve(own).toFile().exists()) {
            names.add(own);
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            Iterator<Path> each = files.iterator();
            for (int i = 0; i < MOST_NAMES && each.hasNext(); i++) {
                String name = each.next().toFile().getName();
                if (!name.equals(own)) {
                    names.add(name);
                }
            }
        }
        return names.toArray(NO_NAMES);
    }

    @Override
    public void reaped(long pid, int exitValue) {
        offer(new Zombie(pid, exitValue, UNREADABLE, nanos.getAsLong()));
    }

    /** An earlier supervisor left a process behind. Not from a hook: the reporter found it. */
    public void leftBehind(LeftBehind left) {
        offer(left);
    }

    private byte[] statOf(long pid) {
        try {
            return procFs.statBytes(pid);
        } catch (IOException unreadable) {
            return UNREADABLE; // No descriptor left, or hidden: the exit value has to do.
        }
    }

    private void offer(ChildEvent event) {
        add(event);
        if (!closed) {
            wake.run();
        }
    }

    private void add(ChildEvent event) {
        ChildEvent kept = event;
        long bytes = event.textBytes();
        if (bytes > 0 && textBytes.addAndGet(bytes) > MOST_TEXT_BYTES / 2) {
            kept = event.brief();
            long briefBytes = kept.textBytes();
            textBytes.addAndGet(briefBytes - bytes);
            bytes = briefBytes;
        }
        boolean room = bytes == 0 || textBytes.get() <= MOST_TEXT_BYTES;
        if (!room || !events.offer(kept)) {
            textBytes.addAndGet(-bytes);
            if (!closed) {
                dropped.add("inbox");
            }
        }
    }

    /**
     * Forkwatch is off: what waits is let go, with the {@link Process} objects in it, and nothing is accepted, read or
     * counted from now on.
     */
    public void close() {
        closed = true;
        events.close();
    }

    /** True if the end of that process is among the next events: nothing is left of it to be opened. */
    @Confined(Confined.To.SAMPLER)
    public boolean holdsEndOf(long pid) {
        return events.holdsAmongOldest(MOST_ASKED_AHEAD, new EndOf(pid));
    }

    // No lambda: the first one of a JVM costs 10 ms, and this may be at the start of its first child.
    private record EndOf(long pid) implements Predicate<ChildEvent> {
        @Override
        public boolean test(ChildEvent event) {
            return event instanceof Zombie zombie && zombie.pid() == pid;
        }
    }

    /** At the end: the events that the sampler has not worked off, because it was not there or not ready. */
    public List<ChildEvent> takeOver() {
        List<ChildEvent> left = events.takeOver();
        textBytes.set(0);
        return left;
    }

    /** Takes the oldest event; empty if there is none. */
    @Confined(Confined.To.SAMPLER)
    public Optional<ChildEvent> poll() {
        Optional<ChildEvent> oldest = events.poll();
        if (oldest.isPresent()) {
            textBytes.addAndGet(-oldest.get().textBytes());
        }
        return oldest;
    }
}
