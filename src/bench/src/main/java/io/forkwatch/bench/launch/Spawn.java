package io.forkwatch.bench.launch;

import io.forkwatch.bench.Goals;
import io.forkwatch.bench.Spread;
import io.forkwatch.bench.lane.Lane;
import io.forkwatch.bench.lane.Middle;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * What the agent adds to {@code start()} and {@code waitFor()} of {@code /bin/true}, and to the thread that calls
 * {@code start()}. The JVMs live side by side and take turns, so that a machine whose speed drifts is equally fast for
 * all; two of them are the same, which shows the noise. What the JIT compiler makes of a JVM differs from one to the next,
 * so all of them are started anew several times.
 */
final class Spawn {
    private static final int WARM_UPS = 200;
    private static final List<String> NAMES = List.of("no agent", "no agent, once more", "forkwatch");
    private static final int PLAIN = 0;
    private static final int FORKWATCH = 2;

    private final String[] arguments;
    private final int batch;
    private final List<List<Lane<Spawned>>> generations = new ArrayList<>();

    private Spawn(String[] arguments) {
        this.arguments = arguments;
        this.batch = Integer.parseInt(arguments[6]);
    }

    /**
     * Prints one table row for each variant.
     *
     * @param arguments label, java, class path, forkwatch.jar, generations of JVMs, rounds of each, children in a round
     */
    public static void main(String[] arguments) throws IOException {
        Spawn spawn = new Spawn(arguments);
        for (int i = 0; i < Integer.parseInt(arguments[4]); i++) {
            spawn.race(Integer.parseInt(arguments[5]));
        }
        for (int variant = 0; variant < NAMES.size(); variant++) {
            System.out.println(spawn.row(variant));
        }
        double share = spawn.shareOfSpawn(FORKWATCH, Spawned::startCpuNanos).median();
        Goals.atMost(
                "Spawn, JDK " + arguments[0] + ": CPU added to the calling thread, of a spawn", share, 0.5, 2, " %");
    }

    private void race(int rounds) throws IOException {
        List<Lane<Spawned>> lanes = new ArrayList<>();
        for (int variant = 0; variant < NAMES.size(); variant++) {
            lanes.add(lane(variant));
        }
        Lane.race(lanes, arguments[6], WARM_UPS, rounds);
        lanes.forEach(Lane::close);
        generations.add(lanes);
    }

    private Lane<Spawned> lane(int variant) throws IOException {
        List<String> line = new ArrayList<>(List.of(arguments[1]));
        if (variant == FORKWATCH) {
            line.add("-javaagent:" + arguments[3] + "=port=0,quiet=true");
        }
        line.addAll(List.of("-cp", arguments[2], Spawner.class.getName(), "/bin/true"));
        return new Lane<>(NAMES.get(variant), line, Spawned::ofLine);
    }

    private String row(int variant) {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %.0f | %s | %.2f | %.0f | %s | %.0f | %s |",
                arguments[0],
                NAMES.get(variant),
                micros(variant, Spawned::wallNanos),
                shareOfSpawn(variant, Spawned::wallNanos).toText(2),
                DoubleStream.of(figures(variant, Spawned::ownTicks)).sum()
                        / DoubleStream.of(figures(PLAIN, Spawned::ownTicks)).sum(),
                micros(variant, Spawned::startWallNanos),
                shareOfSpawn(variant, Spawned::startWallNanos).toText(2),
                micros(variant, Spawned::startCpuNanos),
                shareOfSpawn(variant, Spawned::startCpuNanos).toText(2));
    }

    /** What is added in the same round to what the JVM without agent takes, in percent of its whole spawn. */
    private Middle shareOfSpawn(int variant, ToDoubleFunction<Spawned> figure) {
        double[] its = figures(variant, figure);
        double[] floor = figures(PLAIN, figure);
        double[] whole = figures(PLAIN, Spawned::wallNanos);
        double[] shares = new double[its.length];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = (its[i] - floor[i]) / whole[i] * 100;
        }
        return Middle.of(shares);
    }

    private double micros(int variant, ToDoubleFunction<Spawned> figure) {
        return Spread.of(figures(variant, figure)).median() / batch / 1e3;
    }

    private double[] figures(int variant, ToDoubleFunction<Spawned> figure) {
        return generations.stream()
                .flatMapToDouble(lanes -> DoubleStream.of(lanes.get(variant).figures(figure)))
                .toArray();
    }
}
