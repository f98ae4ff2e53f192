package io.forkwatch.e2e.program;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Does what the lines of its standard input say, and ends with it: {@code start SCRIPT} runs a shell, {@code pump SCRIPT}
 * one whose output a thread reads to its end, {@code destroy PID}
 * asks a child to end, {@code churn} starts short children all the time until {@code calm}. Says what it sees of its
 * children.
 */
public final class Obeys {
    private static final int CHURNERS = 2;

    private final Map<Long, Process> children = new HashMap<>();
    private final AtomicBoolean churning = new AtomicBoolean();
    private final AtomicInteger churned = new AtomicInteger();
    private final AtomicInteger wrong = new AtomicInteger();
    private final List<Thread> churners = new ArrayList<>();

    private Obeys() {}

    /** Takes no arguments. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        new Obeys().obey(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
    }

    private void obey(BufferedReader lines) throws IOException, InterruptedException {
        System.out.println("ready");
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.split(" ", 2);
            switch (words[0]) {
                case "start" -> start(words[1]);
                case "pump" -> pump(start(words[1]));
                case "destroy" ->
                    Optional.ofNullable(children.get(Long.parseLong(words[1]))).ifPresent(Process::destroy);
                case "churn" -> churn();
                case "calm" -> calm();
                default -> throw new IllegalArgumentException(line);
            }
        }
    }

    private Process start(String script) throws IOException {
        Process child = new ProcessBuilder("sh", "-c", script).start();
        children.put(child.pid(), child);
        System.out.println("started " + child.pid());
        Thread waiting = new Thread(() -> tellEnd(child));
        waiting.setDaemon(true);
        waiting.start();
        return child;
    }

    private static void pump(Process child) {
        Thread pump = new Thread(() -> drain(child), "pump-out");
        pump.setDaemon(true);
        pump.start();
    }

    private static void drain(Process child) {
        try (InputStream out = child.getInputStream()) {
            System.out.println("drained " + out.readAllBytes().length + " bytes of " + child.pid());
        } catch (IOException e) {
            System.out.println("not drained: " + e);
        }
    }

    private static void tellEnd(Process child) {
        try {
            System.out.println("ended " + child.pid() + " " + child.waitFor());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void churn() {
        churning.set(true);
        for (int i = 0; i < CHURNERS; i++) {
            Thread thread = new Thread(this::churnAlong);
            churners.add(thread);
            thread.start();
        }
    }

    private void churnAlong() {
        while (churning.get()) {
            try {
                wrong.addAndGet(new ProcessBuilder("sh", "-c", "exit 0").start().waitFor());
                churned.incrementAndGet();
            } catch (IOException | InterruptedException e) {
                wrong.incrementAndGet();
            }
        }
    }

    private void calm() throws InterruptedException {
        churning.set(false);
        for (Thread thread : churners) {
            thread.join();
        }
        System.out.println("churned " + (churned.get() > 0) + ", wrong " + wrong.get());
    }
}
