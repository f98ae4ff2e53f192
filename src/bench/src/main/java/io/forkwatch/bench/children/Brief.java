package io.forkwatch.bench.children;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.forkwatch.bench.Goals;
import io.forkwatch.bench.Spread;
import io.forkwatch.bench.lane.SamplerThread;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A watched supervisor of children that live for 20 ms: which of them were counted, and what is known of each. */
final class Brief {
    private static final int LIFE_MILLIS = 20;
    private static final int BURN_MILLIS = 4;
    private static final int TOUCHED_BYTES = 20 << 20;
    private static final Pattern URL = Pattern.compile("\"event\":\"started\".*\"url\":\"([^\"]+)\"");

    private final Path log;
    private final List<Compared> compared;

    private Brief(String[] arguments, int children, int threads)
            throws IOException, InterruptedException, ExecutionException {
        log = Path.of(arguments[1]);
        String burn = arguments[3];
        SamplerThread.await();
        List<Usage> truth =
                spawn(children, threads, () -> Usage.ofChild(burn, LIFE_MILLIS, BURN_MILLIS, 0, TOUCHED_BYTES));
        try (ExitLog exits = new ExitLog(Path.of(arguments[2]))) {
            exits.awaitAll(children);
            compared = Compared.of(truth, exits);
        }
    }

    /**
     * Prints one table row.
     *
     * @param arguments label, the agent's log and its exits.file; {@code burn.c}, compiled; children; threads that start them
     */
    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        int children = Integer.parseInt(arguments[4]);
        int threads = Integer.parseInt(arguments[5]);
        new Brief(arguments, children, threads).print(arguments[0], children, threads);
    }

    private static List<Usage> spawn(int children, int threads, Callable<Usage> child)
            throws InterruptedException, ExecutionException {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        List<Future<Usage>> running = new ArrayList<>();
        for (int i = 0; i < children; i++) {
            running.add(pool.submit(child));
        }
        List<Usage> truth = new ArrayList<>();
        for (Future<Usage> one : running) {
            truth.add(one.get());
        }
        pool.shutdown();
        return truth;
    }

    private void print(String label, int children, int threads) throws IOException {
        String page = scrape();
        double starts = sum(page, "forkwatch_child_starts_total");
        double exits = sum(page, "forkwatch_child_exits_total");
        double exact = percent(children, Compared::isExact);
        double memory = percent(children, its -> its.memoryShare() > 0);
        double most = percent(children, its -> its.memoryShare() >= 0.75);
        double[] shares = compared.stream()
                .mapToDouble(Compared::memoryShare)
                .filter(share -> share > 0)
                .toArray();
        System.out.println(String.format(
                Locale.ROOT,
                "| %s | %d | %d | %.0f | %.0f | %d | %.1f %% | %.1f %% | %s | %.1f %% |",
                label,
                threads,
                children,
                starts,
                exits,
                compared.size(),
                exact,
                memory,
                shares.length == 0 ? "" : Spread.of(shares).toText(2),
                most));
        String where = "Children of 20 ms, JDK " + label + ", started by " + threads
                + (threads > 1 ? " threads: " : " thread: ");
        Goals.atLeast(where + "counted", Math.min(starts, exits) / children * 100, 100, 1, " %");
        Goals.atLeast(where + "with exact CPU", exact, 100, 1, " %");
        Goals.atLeast(where + "with a memory figure", memory, 50, 1, " %");
    }

    private double percent(int children, Predicate<Compared> good) {
        return compared.stream().filter(good).count() * 100.0 / children;
    }

    private String scrape() throws IOException {
        Matcher url = URL.matcher(Files.readString(log));
        if (!url.find()) {
            throw new IOException("no metrics page");
        }
        try (InputStream page = URI.create(url.group(1)).toURL().openStream()) {
            return new String(page.readAllBytes(), UTF_8);
        }
    }

    private static double sum(String page, String metric) {
        return page.lines()
                .filter(line -> line.startsWith(metric + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
