package io.forkwatch.probe.intercept;

import io.forkwatch.probe.process.event.ChildEvents;
import io.forkwatch.probe.process.event.Kill;
import io.forkwatch.probe.process.event.KillProgram;
import io.forkwatch.probe.process.event.Spawn;
import io.forkwatch.probe.process.event.StartFailure;

/** Fails in every hook, after the event was delivered: {@code test.fault} proves that the host does not notice. */
final class FaultyEvents implements ChildEvents {
    private final ChildEvents events;
    private final InjectedFault fault;

    FaultyEvents(ChildEvents events, InjectedFault fault) {
        this.events = events;
        this.fault = fault;
    }

    @Override
    public void started(Spawn spawn) {
        events.started(spawn);
        strike();
    }

    @Override
    public void awaited() {
        events.awaited();
        strike();
    }

    @Override
    public void startFailed(StartFailure failure) {
        events.startFailed(failure);
        strike();
    }

    @Override
    public void killProgram(KillProgram program) {
        events.killProgram(program);
        strike();
    }

    @Override
    public void killAsked(Kill kill) {
        events.killAsked(kill);
        strike();
    }

    @Override
    public void zombie(long pid, int exitValue) {
        events.zombie(pid, exitValue);
        strike();
    }

    @Override
    public void reaped(long pid, int exitValue) {
        events.reaped(pid, exitValue);
        strike();
    }

    private void strike() {
        switch (fault) {
            case NONE -> {}
            case THROW -> throw new IllegalStateException("test.fault=throw");
            case OVERFLOW -> overflow(1);
            case MEMORY -> exhaust();
        }
    }

    private static long overflow(long depth) {
        return depth > 0 ? overflow(depth + 1) + depth : 0;
    }

    private static void exhaust() {
        byte[][] hoard = new byte[Integer.MAX_VALUE][];
        throw new IllegalStateException("test.fault=memory found room for " + hoard.length);
    }
}
