package io.forkwatch.probe.sample;

import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.process.event.ChildEvent;
import io.forkwatch.probe.process.event.ChildEvents;
import io.forkwatch.probe.process.event.Kill;
import io.forkwatch.probe.process.event.LeftBehind;
import io.forkwatch.probe.process.event.Spawn;
import io.forkwatch.probe.process.event.StartFailure;
import io.forkwatch.probe.process.event.Zombie;
import io.forkwatch.probe.procfs.ProcFs;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Where host and reaper threads leave what they saw, and the sampler picks it up. Bounded, never blocks; what finds no
 * room is counted as {@code inbox}. The order of the events of one thread is kept.
 */
public final class EventInbox implements ChildEvents {
    private static final byte[] UNREADABLE = {};
    private static final int MOST_LOOKED_AHEAD = 64;

    private final ConcurrentLinkedQueue<ChildEvent> events = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final int capacity;
    private final ProcFs procFs;
    private final LongSupplier nanos;
    private final Tally dropped;
    private final Runnable wake;

    /**
     * An empty inbox.
     *
     * @param capacity most events kept, 1 and up
     * @param nanos monotonic clock
     * @param dropped counts what found no room
     * @param wake tells the sampler that something came; called on host and reaper threads, so it must not block
     */
    public EventInbox(int capacity, ProcFs procFs, LongSupplier nanos, Tally dropped, Runnable wake) {
        this.capacity = capacity;
        this.procFs = procFs;
        this.nanos = nanos;
        this.dropped = dropped;
        this.wake = wake;
    }

    @Override
    public void started(Spawn spawn) {
        add(spawn);
    }

    @Override
    public void awaited() {
        wake.run();
    }

    @Override
    public void startFailed(StartFailure failure) {
        offer(failure);
    }

    @Override
    public void killAsked(Kill kill) {
        offer(kill);
    }

    @Override
    public void zombie(long pid, int exitValue) {
        offer(new Zombie(pid, exitValue, statOf(pid), nanos.getAsLong()));
    }

    @Override
    public void reaped(long pid, int exitValue) {
        offer(new Zombie(pid, exitValue, UNREADABLE, nanos.getAsLong()));
    }

    /** An earlier supervisor left a process behind. Not from a hook: the reporter found it. */
    public void leftBehind(LeftBehind left) {
        offer(left);
    }

    /** TEMPORARY. */
    public void close() {}

    private byte[] statOf(long pid) {
        try {
            return procFs.statBytes(pid);
        } catch (IOException unreadable) {
            return UNREADABLE; // No descriptor left, or hidden: the exit value has to do.
        }
    }

    private void offer(ChildEvent event) {
        add(event);
        wake.run();
    }

    private void add(ChildEvent event) {
        if (size.incrementAndGet() > capacity) {
            size.decrementAndGet();
            dropped.add("inbox");
        } else {
            events.add(event);
        }
    }

    /** True if the end of that process is among the next events: nothing is left of it to be opened. */
    public boolean holdsEndOf(long pid) {
        int looked = 0;
        for (ChildEvent event : events) {
            if (event instanceof Zombie zombie && zombie.pid() == pid) {
                return true;
            }
            if (++looked == MOST_LOOKED_AHEAD) {
                break;
            }
        }
        return false;
    }

    /** Takes the oldest event; empty if there is none. */
    public Optional<ChildEvent> poll() {
        Optional<ChildEvent> event = Optional.ofNullable(events.poll());
        if (event.isPresent()) {
            size.decrementAndGet();
        }
        return event;
    }
}
