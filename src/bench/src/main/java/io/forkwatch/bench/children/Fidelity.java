package io.forkwatch.bench.children;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.forkwatch.bench.Goals;
import io.forkwatch.bench.Spread;
import io.forkwatch.bench.lane.Lane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * How near the last sample of the agent comes to the true peak of a child that fills its memory cgroup after a random idle
 * time, and what that costs against a sampler in C with a fixed interval of 10 ms.
 */
final class Fidelity {
    private static final long FAST = 1L << 30;
    private static final long SLOW = 100L << 20;
    private static final double NEAR = 0.95;
    private static final int SHORTEST_IDLE_MILLIS = 200;
    /** The first children of a JVM pay for what is loaded at the first. */
    private static final int WARM_UPS = 4;

    private final String eat;
    private final String fixed;
    private final Lane<Meal> feeder;
    private final Random random = new Random(17);
    private final List<Meal> bursts = new ArrayList<>();
    private final List<Meal> quiet = new ArrayList<>();
    private final List<Meal> fixedBursts = new ArrayList<>();
    private long burstMillis;

    private Fidelity(String eat, String fixed, Lane<Meal> feeder) {
        this.eat = eat;
        this.fixed = fixed;
        this.feeder = feeder;
    }

    /**
     * Prints two tables, or why there is none.
     *
     * @param arguments java, class path, forkwatch.jar, {@code eat.c} and {@code fixed.c}, compiled, a file for the log,
     *     runs
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (!canLimit()) {
            System.out.println("Not run: no memory cgroup can be made here: it needs root, and the controller.");
            return;
        }
        try (Lane<Meal> feeder = new Lane<>("feeder", feeder(arguments), Meal::ofLine)) {
            new Fidelity(arguments[3], arguments[4], feeder).run(Integer.parseInt(arguments[6]));
        }
    }

    private static boolean canLimit() throws IOException {
        Optional<MemoryCgroup> cgroup = MemoryCgroup.create("try", Feeder.LIMIT_BYTES);
        if (cgroup.isPresent()) {
            cgroup.get().close();
        }
        return cgroup.isPresent();
    }

    private static List<String> feeder(String[] arguments) throws IOException {
        Path log = Files.writeString(Path.of(arguments[5]), "");
        String agent = "-javaagent:" + arguments[2] + "=port=0,quiet=true,interval=1s,log.format=json,log=" + log;
        return List.of(arguments[0], agent, "-cp", arguments[1], Feeder.class.getName(), arguments[3], log.toString());
    }

    private void run(int runs) throws IOException, InterruptedException {
        for (int i = 0; i < WARM_UPS; i++) {
            burstMillis = feeder.ask(FAST + " " + SHORTEST_IDLE_MILLIS).lifeMillis() - SHORTEST_IDLE_MILLIS;
        }
        for (int i = 0; i < runs; i++) {
            fast();
        }
        List<Meal> slow = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            slow.add(feeder.ask(SLOW + " " + idleMillis()));
        }
        System.out.println(
                "| sampler | rate | runs | within 5 % | last RSS, of the true peak | worst | age of it, ms |");
        System.out.println("| --- | --- | --- | --- | --- | --- | --- |");
        System.out.println(seen("forkwatch, interval=1s", "1 GiB/s", bursts));
        System.out.println(seen("C, fixed 10 ms", "1 GiB/s", fixedBursts));
        System.out.println(seen("forkwatch, interval=1s", "100 MiB/s", slow));
        printCosts();
        Goals.atLeast("Fidelity: 1 GiB/s, last RSS within 5 % of the peak", near(bursts) * 100, 95, 1, " %");
        Goals.atLeast("Fidelity: 100 MiB/s, the same", near(slow) * 100, 100, 1, " %");
        Goals.atMost(
                "Fidelity: cost of the burst, of a fixed 10 ms sampler",
                mean(net()) / mean(cost(fixedBursts)),
                0.2,
                3,
                "");
    }

    // One child that eats, one that only lives as long, and one that eats below the other sampler. Later ones are
    // cheaper, by the JIT compiler, so the first two have no fixed order.
    private void fast() throws IOException, InterruptedException {
        int idleMillis = idleMillis();
        boolean quietFirst = random.nextBoolean();
        if (quietFirst) {
            quiet.add(feeder.ask("0 " + (idleMillis + burstMillis)));
        }
        bursts.add(feeder.ask(FAST + " " + idleMillis));
        if (!quietFirst) {
            quiet.add(feeder.ask("0 " + (idleMillis + burstMillis)));
        }
        fixedBursts.add(eatBelowFixed(idleMillis));
    }

    private int idleMillis() {
        return SHORTEST_IDLE_MILLIS + random.nextInt(1_000);
    }

    private Meal eatBelowFixed(int idleMillis) throws IOException, InterruptedException {
        try (MemoryCgroup cgroup =
                MemoryCgroup.create("fixed", Feeder.LIMIT_BYTES).orElseThrow()) {
            List<String> line = Stream.concat(
                            Stream.of(fixed, "10"),
                            Stream.of(Feeder.command(eat, cgroup, Long.toString(FAST), Integer.toString(idleMillis))))
                    .toList();
            Process sampler = new ProcessBuilder(line).start();
            String[] said = new String(sampler.getInputStream().readAllBytes(), US_ASCII)
                    .strip()
                    .split(" ", -1);
            sampler.waitFor();
            return new Meal(cgroup.peakBytes(), Long.parseLong(said[2]), 0, Long.parseLong(said[0]), 0);
        }
    }

    private void printCosts() {
        System.out.println();
        System.out.println(
                "| sampler | CPU ms a run at 1 GiB/s, mean (p10..p90) | of the fixed one | less a run without the burst | of the fixed one |");
        System.out.println("| --- | --- | --- | --- | --- |");
        double floor = mean(cost(fixedBursts));
        System.out.println(String.format(Locale.ROOT, "| C, fixed 10 ms | %s | 1.00 | | |", millis(cost(fixedBursts))));
        System.out.println(String.format(
                Locale.ROOT,
                "| forkwatch-sampler | %s | %.2f | %s | %.2f |",
                millis(cost(bursts)),
                mean(cost(bursts)) / floor,
                millis(net()),
                mean(net()) / floor));
    }

    private static String seen(String sampler, String rate, List<Meal> meals) {
        double[] shares = meals.stream().mapToDouble(Meal::share).toArray();
        double[] ages = meals.stream().mapToDouble(Meal::lastAgeMillis).toArray();
        return String.format(
                Locale.ROOT,
                "| %s | %s | %d | %.0f %% | %.3f | %.3f | %s |",
                sampler,
                rate,
                meals.size(),
                near(meals) * 100,
                Spread.of(shares).median(),
                DoubleStream.of(shares).min().orElseThrow(),
                sampler.startsWith("C") ? "" : Spread.of(ages).toText(0));
    }

    private static double near(List<Meal> meals) {
        return (double) meals.stream().filter(meal -> meal.share() >= NEAR).count() / meals.size();
    }

    private double[] net() {
        double[] with = cost(bursts);
        double[] without = cost(quiet);
        for (int i = 0; i < with.length; i++) {
            with[i] -= without[i];
        }
        return with;
    }

    private static double[] cost(List<Meal> meals) {
        return meals.stream().mapToDouble(meal -> meal.samplerNanos() / 1e6).toArray();
    }

    // Without the lowest and the highest tenth: where others share the machine, those tell of them.
    private static double mean(double[] figures) {
        int tenth = (figures.length + 9) / 10;
        return DoubleStream.of(figures)
                .sorted()
                .skip(tenth)
                .limit(Math.max(1, figures.length - 2L * tenth))
                .average()
                .orElseThrow();
    }

    private static String millis(double[] figures) {
        Spread spread = Spread.of(figures);
        return String.format(Locale.ROOT, "%.2f (%.2f..%.2f)", mean(figures), spread.p10(), spread.p90());
    }
}
