package io.forkwatch.probe.publish.http;

import io.forkwatch.probe.thread.OwnThreads;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes the threads {@code forkwatch-http-1} and so on. An exchange that takes too long is ended by an interrupt. */
final class HttpThreads implements ThreadFactory {
    private final AtomicInteger made = new AtomicInteger();

    @Override
    public Thread newThread(Runnable task) {
        return OwnThreads.interruptible("http-" + made.incrementAndGet(), task);
    }
}
