package io.forkwatch.probe.publish.http;

import com.sun.net.httpserver.HttpServer;
import io.forkwatch.probe.thread.OwnThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

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

    /** What else the JDK's server makes: timers, under their names in JDK 17 and in later ones. */
    private static final Set<String> ALL =
            Set.of(NAME, "server-timer", "server-timer1", "idle-timeout-task", "req-rsp-timer");

    Dispatcher {
        threads = List.copyOf(threads);
    }

    /** Starts a server. The calling thread is one of ours: the new one is in its group, where the host has none. */
    static Dispatcher start(HttpServer server) {
        List<Thread> before = ofThisGroup(Set.of(NAME));
        server.start();
        List<Thread> started = ofThisGroup(Set.of(NAME));
        started.removeAll(before);
        // In that group nobody else has a server. Memory that runs out on them is not the host's affair.
        ofThisGroup(ALL).forEach(OwnThreads::wallIn);
        return new Dispatcher(started);
    }

    private static List<Thread> ofThisGroup(Set<String> names) {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        Thread[] all = new Thread[ROOM + group.activeCount()];
        List<Thread> found = new ArrayList<>();
        for (int i = group.enumerate(all, false) - 1; i >= 0; i--) {
            if (names.contains(all[i].getName())) {
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
