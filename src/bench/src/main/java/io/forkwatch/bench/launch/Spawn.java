package io.forkwatch.bench.launch;

import io.forkwatch.bench.Spread;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * What the agent adds to {@code start()} and {@code waitFor()} of {@code /bin/true}. The JVMs live side by side and take
 * turns, so that a machine whose speed drifts is equally fast for all; two of them are the same, which shows the noise.
 */
final class Spawn {
    private static final List<String> TRUE = List.of("/bin/true");
    private static final int WARM_UPS = 3;

    private Spawn() {}

    /**
     * Prints one table row for each variant.
     *
     * @param arguments label, java, class path, forkwatch.jar, rounds, children in a round
     */
    public static void main(String[] arguments) throws IOException {
        String label = arguments[0];
        int rounds = Integer.parseInt(arguments[4]);
        int batch = Integer.parseInt(arguments[5]);
        List<String> plain = List.of(arguments[1], "-cp", arguments[2]);
        String agent = "-javaagent:" + arguments[3] + "=port=0,quiet=true";
        List<Lane> lanes = List.of(
                new Lane("no agent", batch, plain, TRUE),
                new Lane("no agent, once more", batch, plain, TRUE),
                new Lane("forkwatch", batch, List.of(arguments[1], agent, "-cp", arguments[2]), TRUE));
        Lane.race(lanes, WARM_UPS, rounds);
        for (Lane lane : lanes) {
            System.out.println(row(label, lane, lanes.get(0)));
            lane.close();
        }
    }

    private static String row(String label, Lane lane, Lane plain) {
        Spread wall = Spread.ofPairs(lane.wallMillis(), plain.wallMillis(), (its, floor) -> its / floor);
        return String.format(
                Locale.ROOT,
                "| %s | %s | %.0f | %s | %.2f |",
                label,
                lane.name(),
                Spread.of(lane.wallMillis()).median() * 1e3,
                wall.toText(3),
                lane.meanOwnMillis() / plain.meanOwnMillis());
    }
}
