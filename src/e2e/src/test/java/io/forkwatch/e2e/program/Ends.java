package io.forkwatch.e2e.program;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A JVM that ends in one of many ways; or starts one for each of several ways, and prints all that it said and its exit value. */
public final class Ends {
    private static final int CHUNK_BYTES = 1 << 20;

    private Ends() {}

    /** Takes a way to end, or {@code all} and ways. */
    public static void main(String[] args) throws IOException, InterruptedException {
        switch (args[0]) {
            case "all" -> all(args);
            case "exit" -> inWorker(() -> System.exit(3));
            case "main" -> throw new IllegalStateException("no route to the depot");
            case "uncaught" -> {
                inWorker(() -> {
                    throw new IllegalStateException("no route to the depot");
                });
                System.exit(5);
            }
            case "oome" -> {
                inWorker(new Filling());
                System.exit(6);
            }
            case "caught" -> exitAtError();
            case "halt" -> Runtime.getRuntime().halt(8);
            case "handler" -> {
                Thread.setDefaultUncaughtExceptionHandler(
                        (thread, thrown) -> System.err.println("handled " + thrown.getMessage()));
                throw new IllegalStateException("no route to the depot");
            }
            case "fill" -> fillHeap();
            case "hold" -> {
                System.setProperty("forkwatch.status", "OrderTest.pays");
                Thread.sleep(600_000);
            }
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static void inWorker(Runnable work) throws InterruptedException {
        Thread worker = new Thread(work, "worker-1");
        worker.start();
        worker.join();
    }

    /** No lambda: the stack of an OutOfMemoryError has its hidden frame, with a number that differs. */
    private record Filling() implements Runnable {
        @Override
        public void run() {
            fillHeap();
        }
    }

    private static void exitAtError() {
        try {
            fillHeap();
        } catch (OutOfMemoryError error) {
            System.exit(7);
        }
    }

    private static void fillHeap() {
        List<byte[]> kept = new ArrayList<>();
        while (kept.size() < Integer.MAX_VALUE) {
            kept.add(new byte[CHUNK_BYTES]);
        }
    }

    private static void all(String[] args) throws IOException, InterruptedException {
        for (String way : List.of(args).subList(1, args.length)) {
            List<String> command = List.of(
                    System.getProperty("java.home") + "/bin/java",
                    "-Xmx32m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Ends.class.getName(),
                    way);
            Process child =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            System.out.println(way + " " + child.waitFor());
            said.lines().filter(line -> !line.startsWith("Picked up ")).forEach(System.out::println);
        }
    }
}
