package io.forkwatch.e2e.program;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Starts many children at once, each with a fate of its own, and reads all that they print. */
public final class Fates {
    /** The line after which a fate strikes; it may come a moment later, for the child has to be sampled before. */
    private static final String READY = "ready";

    private static final int GRACE_MILLIS = 700;
    /** Between two starts: many that enter cgroups at once hold each other up, longer than the agent waits for them. */
    private static final int PACE_MILLIS = 30;

    private Fates() {}

    /**
     * Runs them. An empty line of the file waits for all children before it; any other one has three parts or more,
     * cut by tabulators: the fate, the child's directory, its command.
     *
     * @param args the file
     */
    public static void main(String[] args) throws IOException, InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newCachedThreadPool(Fates::daemon);
        List<Future<?>> running = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of(args[0]))) {
            if (line.isEmpty()) {
                awaitAll(running);
            } else {
                String[] parts = line.split("\t", -1);
                running.add(threads.submit(() -> live(parts)));
                Thread.sleep(PACE_MILLIS);
            }
        }
        awaitAll(running);
    }

    private static int live(String[] parts) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(Arrays.asList(parts).subList(2, parts.length))
                .directory(Path.of(parts[1]).toFile())
                .start();
        drain(child.getErrorStream());
        if (!parts[0].equals("none")) {
            awaitReady(child);
            strike(child, parts[0]);
        }
        drain(child.getInputStream());
        return child.waitFor();
    }

    private static void awaitReady(Process child) throws InterruptedException {
        if (child.inputReader(StandardCharsets.UTF_8).lines().anyMatch(READY::equals)) {
            Thread.sleep(GRACE_MILLIS);
        }
    }

    private static void strike(Process child, String fate) throws IOException, InterruptedException {
        switch (fate) {
            case "destroy" -> child.destroy();
            case "destroyForcibly" -> child.toHandle().destroyForcibly();
            case "destroy, then KILL" -> {
                child.destroy();
                Thread.sleep(GRACE_MILLIS);
                killedBySomebodyElse(child, "KILL");
            }
            default -> killedBySomebodyElse(child, fate);
        }
    }

    /** By a shell that reads it: of a command that has the pid in it, the supervisor would be known to have asked. */
    private static void killedBySomebodyElse(Process child, String signal) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("sh").start();
        try (OutputStream script = shell.getOutputStream()) {
            script.write(("kill -" + signal + " " + child.pid() + "\n").getBytes(StandardCharsets.UTF_8));
        }
        shell.waitFor();
    }

    private static void drain(InputStream stream) {
        daemon(() -> {
                    try {
                        stream.transferTo(OutputStream.nullOutputStream());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .start();
    }

    private static void awaitAll(List<Future<?>> running) throws InterruptedException, ExecutionException {
        for (Future<?> child : running) {
            child.get();
        }
        running.clear();
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
    }
}
