package io.forkwatch.probe.thread;

import java.util.concurrent.atomic.AtomicLong;

/** A thread that nobody can interrupt, see {@link OwnThreads#uninterruptible}. */
public final class OwnThread extends Thread {
    private final AtomicLong refused = new AtomicLong();

    OwnThread(ThreadGroup group, Runnable body, String name) {
        super(group, body, name, 0, false);
    }

    /** Refused: whoever sweeps over the threads of a JVM does not mean ours. */
    @Override
    public void interrupt() {
        refused.incrementAndGet();
    }

    /** How often it was tried since the last call, 0 and up. For any thread. */
    public long takeRefusedInterrupts() {
        return refused.get() == 0 ? 0 : refused.getAndSet(0);
    }
}
