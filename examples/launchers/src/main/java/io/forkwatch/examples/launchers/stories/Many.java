package io.forkwatch.examples.launchers.stories;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A crowd of short children, in equal parts of four fates, two of which Java cannot tell apart. */
public record Many() implements Story {
    private static final int CHILDREN = 2_000;
    private static final int THREADS = 32;
    private static final List<Fate> FATES = List.of(
            new Fate(0, List.of("true")),
            new Fate(3, List.of("sh", "-c", "exit 3")),
            new Fate(137, List.of("sh", "-c", "exit 137")),
            new Fate(137, List.of("sh", "-c", "kill -9 $$")));

    @Override
    public String name() {
        return "many";
    }

    @Override
    public String sentence() {
        return CHILDREN + " short children from " + THREADS + " threads";
    }

    @Override
    public void run(PrintStream out) throws IOException, InterruptedException {
        List<Callable<Boolean>> children = new ArrayList<>();
        for (int i = 0; i < CHILDREN; i++) {
            children.add(FATES.get(i % FATES.size())::comesTrue);
        }
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            out.println("  wrong exit values: " + countFalse(threads.invokeAll(children)));
        } finally {
            threads.shutdown();
        }
    }

    private static int countFalse(List<Future<Boolean>> results) throws IOException, InterruptedException {
        int wrong = 0;
        for (Future<Boolean> result : results) {
            try {
                wrong += result.get() ? 0 : 1;
            } catch (ExecutionException e) {
                throw new IOException("a child did not start", e);
            }
        }
        return wrong;
    }

    /** A command and the exit value that Java has to give for it. */
    private record Fate(int exitValue, List<String> command) {
        boolean comesTrue() throws IOException, InterruptedException {
            return new ProcessBuilder(command).start().waitFor() == exitValue;
        }
    }
}
