package io.forkwatch.bench.children;

import io.forkwatch.bench.Goals;
import io.forkwatch.bench.Spread;
import io.forkwatch.bench.lane.SamplerThread;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** A watched supervisor of children that burn CPU: what their exit records say of it, against what they say themselves. */
final class FinalCpu {
    private static final int MOST_MILLIS = 300;
    private static final int THREADS = 2;

    private FinalCpu() {}

    /**
     * Prints one table row for each mode.
     *
     * @param arguments label, the agent's log and its exits.file; {@code burn.c}, compiled; children
     */
    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        SamplerThread.await();
        int children = Integer.parseInt(arguments[4]);
        List<Usage> truth = burn(arguments[3], children);
        List<Compared> all;
        try (ExitLog log = new ExitLog(Path.of(arguments[2]))) {
            log.awaitAll(children);
            all = Compared.of(truth, log);
        }
        System.out.println(row(arguments[0], "user", children, all, Compared::userErrorMillis));
        System.out.println(row(arguments[0], "system", children, all, Compared::systemErrorMillis));
        double exact = all.stream().filter(Compared::isExact).count();
        Goals.atLeast(
                "Final CPU, JDK " + arguments[0] + ": within one clock tick in both modes",
                exact,
                children,
                0,
                " of " + children);
    }

    private static List<Usage> burn(String burn, int children) throws InterruptedException, ExecutionException {
        Random random = new Random(17);
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        List<Future<Usage>> running = new ArrayList<>();
        for (int i = 0; i < children; i++) {
            int user = random.nextInt(MOST_MILLIS + 1);
            int system = random.nextInt(MOST_MILLIS + 1);
            running.add(pool.submit(() -> Usage.ofChild(burn, 0, user, system, 0)));
        }
        List<Usage> truth = new ArrayList<>();
        for (Future<Usage> one : running) {
            truth.add(one.get());
        }
        pool.shutdown();
        return truth;
    }

    private static String row(
            String label, String mode, int children, List<Compared> all, ToDoubleFunction<Compared> error) {
        double[] errors = all.stream().mapToDouble(error).toArray();
        return String.format(
                Locale.ROOT,
                "| %s | %s | %d | %d | %d | %s | %.1f | %.1f |",
                label,
                mode,
                children,
                all.stream().filter(its -> its.seen().exact()).count(),
                DoubleStream.of(errors)
                        .filter(its -> Math.abs(its) <= Compared.TICK_MILLIS)
                        .count(),
                Spread.of(errors).toText(1),
                DoubleStream.of(errors).min().orElseThrow(),
                DoubleStream.of(errors).max().orElseThrow());
    }
}
