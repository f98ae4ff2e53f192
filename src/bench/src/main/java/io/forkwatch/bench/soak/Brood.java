package io.forkwatch.bench.soak;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/** All children of a supervisor: each is started, struck, read and awaited by a thread, and its end is written down. */
final class Brood implements AutoCloseable {
    private static final int AGAIN_MILLIS = 100;

    private final Path directory;
    private final Ledger ledger;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<Process> living = ConcurrentHashMap.newKeySet();
    private final Semaphore group = new Semaphore(1);
    /** Who has to be awaited before the supervisor is at rest. */
    private final Phaser busy = new Phaser(1);

    private final AtomicLong started = new AtomicLong();
    private final AtomicLong ended = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();

    /**
     * Nobody yet.
     *
     * @param directory of the children
     */
    Brood(Path directory, Ledger ledger) {
        this.directory = directory;
        this.ledger = ledger;
    }

    /** How many were started, have ended, could not be started. */
    record Count(long started, long ended, long failed) {}

    Count count() {
        return new Count(started.get(), ended.get(), failed.get());
    }

    /**
     * Starts a child; the future is done when it has ended.
     *
     * @param patienceMillis until it is struck
     */
    Future<?> add(Fate fate, long patienceMillis) {
        busy.register();
        return threads.submit(() -> {
            try {
                live(fate, patienceMillis);
            } finally {
                busy.arriveAndDeregister();
            }
            return null;
        });
    }

    private void live(Fate fate, long patienceMillis) throws IOException, InterruptedException {
        if (fate.alone()) {
            group.acquire();
        }
        try {
            Process child = start(fate);
            if (fate.blow() != Fate.Blow.NONE) {
                awaitReady(child);
                Thread.sleep(patienceMillis);
                strike(child, fate.blow());
            }
            drain(child.getErrorStream());
            drain(child.getInputStream());
            bury(child, fate);
        } finally {
            if (fate.alone()) {
                group.release();
            }
        }
    }

    private Process start(Fate fate) throws IOException {
        boolean speaks = fate.blow() != Fate.Blow.NONE;
        ProcessBuilder builder = new ProcessBuilder(fate.command())
                .directory(directory.toFile())
                .redirectOutput(speaks ? Redirect.PIPE : Redirect.DISCARD)
                .redirectError(speaks ? Redirect.DISCARD : Redirect.PIPE);
        return begun(builder);
    }

    private Process begun(ProcessBuilder builder) throws IOException {
        try {
            Process child = builder.start();
            started.incrementAndGet();
            living.add(child);
            return child;
        } catch (IOException refused) {
            failed.incrementAndGet();
            throw refused;
        }
    }

    /** Counts children that somebody else has started for it: those of a pipeline. */
    void adopt(List<Process> children, List<Fate> fates) throws InterruptedException {
        started.addAndGet(children.size());
        for (int i = 0; i < children.size(); i++) {
            bury(children.get(i), fates.get(i));
        }
    }

    /** Tries to start what cannot be started. */
    void fail(ProcessBuilder impossible) {
        try {
            impossible.start().destroy();
            started.incrementAndGet();
        } catch (IOException expected) {
            failed.incrementAndGet();
        }
    }

    private void bury(Process child, Fate fate) throws InterruptedException {
        int value = child.waitFor();
        living.remove(child);
        ended.incrementAndGet();
        ledger.add(new Ledger.Entry(child.pid(), Instant.now(), value, fate.name(), fate.how(), fate.why()));
    }

    private static void awaitReady(Process child) throws IOException {
        BufferedReader answers = child.inputReader(UTF_8);
        if (answers.readLine() == null) {
            throw new IOException("a child said nothing");
        }
    }

    private void strike(Process child, Fate.Blow blow) throws InterruptedException {
        switch (blow) {
            case DESTROY -> child.destroy();
            case DESTROY_FORCIBLY -> child.destroyForcibly();
            default -> killBySomebodyElse(child.pid(), blow.name().toUpperCase(Locale.ROOT));
        }
    }

    // There may be no descriptor for it at the moment.
    private void killBySomebodyElse(long pid, String signal) throws InterruptedException {
        Fate killer = Fate.of("kill", "exit 0", "ok", "kill", "-" + signal, Long.toString(pid));
        while (true) {
            try {
                Process kill = start(killer);
                drain(kill.getErrorStream());
                bury(kill, killer);
                return;
            } catch (IOException refused) {
                Thread.sleep(AGAIN_MILLIS);
            }
        }
    }

    private static void drain(InputStream stream) {
        try (stream) {
            stream.transferTo(OutputStream.nullOutputStream());
        } catch (IOException closed) {
            // There is nothing more to read.
        }
    }

    /** Waits until all have ended but those that were begun by {@link #lodge}. */
    void rest() {
        busy.arriveAndAwaitAdvance();
    }

    /** A child that lives until it is told to go. */
    Process lodge(Fate fate) throws IOException {
        Process child = start(fate);
        awaitReady(child);
        return child;
    }

    /** Ends it. */
    void dismiss(Process lodger, Fate fate) throws InterruptedException {
        lodger.destroy();
        bury(lodger, fate);
    }

    @Override
    public void close() {
        living.forEach(Process::destroyForcibly);
        threads.shutdownNow();
    }
}
