package io.forkwatch.e2e.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;

/** Exits with 9 while its threads start one child after the other. */
public final class ExitsAmidStarts {
    private static final int THREADS = 4;
    private static final int CHILDREN_BEFORE = 40;
    private static final int EXIT_VALUE = 9;

    private ExitsAmidStarts() {}

    /** Runs it. */
    public static void main(String[] args) throws InterruptedException {
        CountDownLatch started = new CountDownLatch(CHILDREN_BEFORE);
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(() -> startForEver(started), "starter-" + i);
            thread.setDaemon(true);
            thread.start();
        }
        started.await();
        System.exit(EXIT_VALUE);
    }

    private static void startForEver(CountDownLatch started) {
        try {
            while (true) {
                new ProcessBuilder("true").start();
                started.countDown();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
