package io.forkwatch.probe.intercept;

import io.forkwatch.probe.process.event.ChildEvent;
import io.forkwatch.probe.process.event.ChildEvents;
import io.forkwatch.probe.process.event.Kill;
import io.forkwatch.probe.process.event.KillProgram;
import io.forkwatch.probe.process.event.Spawn;
import io.forkwatch.probe.process.event.StartFailure;
import io.forkwatch.probe.process.event.Zombie;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps what the hooks deliver. */
final class Recorder implements ChildEvents {
    private final List<ChildEvent> events = new CopyOnWriteArrayList<>();
    private final AtomicInteger waits = new AtomicInteger();

    List<ChildEvent> events() {
        return events;
    }

    /** How many reapers began to wait. */
    int waits() {
        return waits.get();
    }

    /** The only event so far. */
    <E extends ChildEvent> E only(Class<E> type) {
        if (events.size() != 1) {
            throw new AssertionError("not one event: " + events);
        }
        return type.cast(events.get(0));
    }

    @Override
    public void started(Spawn spawn) {
        events.add(spawn);
    }

    @Override
    public void awaited() {
        waits.incrementAndGet();
    }

    @Override
    public void startFailed(StartFailure failure) {
        events.add(failure);
    }

    @Override
    public void killProgram(KillProgram program) {
        events.add(program);
    }

    @Override
    public void killAsked(Kill kill) {
        events.add(kill);
    }

    @Override
    public void reaped(long pid, int exitValue) {
        zombie(pid, exitValue);
    }

    @Override
    public void zombie(long pid, int exitValue) {
        events.add(new Zombie(pid, exitValue, new byte[0], 0));
    }
}
