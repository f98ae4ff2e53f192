package io.forkwatch.probe.publish.http;

import com.sun.net.httpserver.HttpServer;
import java.util.ArrayList;
import java.util.List;

/**
 * The thread {@code HTTP-Dispatcher}, which the JDK's server makes for itself. One {@link Thread#interrupt()} of it, by a
 * host that sweeps over all threads, makes it spin: its selector returns at once from then on, because nobody clears
 * the status, until a request gets it to {@link Workers#execute}.
 *
 * @param threads it; empty where it could not be told
 */
record Dispatcher(List<Thread> threads) {
    private static final String NAME = "HTTP-Dispatcher";
    private static final int ROOM = 64;

    Dispatcher {
        threads = List.copyOf(threads);
    }

    /** Starts a server. The calling thread is one of ours: the new one is in its group, where the host has none. */
    static Dispatcher start(HttpServer server) {
        List<Thread> before = ofThisGroup();
        server.start();
        List<Thread> started = ofThisGroup();
        started.removeAll(before);
        return new Dispatcher(started);
    }

    private static List<Thread> ofThisGroup() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        Thread[] all = new Thread[ROOM + group.activeCount()];
        List<Thread> found = new ArrayList<>();
        for (int i = group.enumerate(all, false) - 1; i >= 0; i--) {
            if (all[i].getName().equals(NAME)) {
                found.add(all[i]);
            }
        }
        return found;
    }

    /** True if it was interrupted, or has ended. */
    boolean isLost() {
        for (Thread thread : threads) {
            if (thread.isInterrupted() || !thread.isAlive()) {
                return true;
            }
        }
        return false;
    }
}
