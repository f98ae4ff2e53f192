package io.forkwatch.bench.launch;

import io.forkwatch.bench.Spread;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What an agent adds to {@code java Hello}: CPU time of the whole process, and wall time from start to exit. */
final class Startup {
    private static final int EMPTY = 1;

    private Startup() {}

    /**
     * Prints one table row for each variant.
     *
     * @param arguments label, java, class path, empty agent, forkwatch.jar, milliseconds that Hello stays, rounds,
     *     launches in a round
     */
    public static void main(String[] arguments) throws IOException {
        String label = arguments[0];
        int rounds = Integer.parseInt(arguments[6]);
        List<Lane> lanes = lanes(arguments);
        Lane.race(lanes, 1, rounds);
        for (Lane lane : lanes) {
            System.out.println(row(label, lane, lanes.get(EMPTY)));
            lane.close();
        }
    }

    private static List<Lane> lanes(String[] arguments) throws IOException {
        List<String> plain = List.of(arguments[1], "-cp", arguments[2]);
        String empty = "-javaagent:" + arguments[3];
        String forkwatch = "-javaagent:" + arguments[4] + "=port=0";
        List<String> hello = List.of(Hello.class.getName(), arguments[5]);
        int batch = Integer.parseInt(arguments[7]);
        return List.of(
                new Lane("no agent", batch, plain, join(plain, hello)),
                new Lane("empty agent", batch, plain, join(with(empty, plain), hello)),
                new Lane("forkwatch", batch, plain, join(with(forkwatch, plain), hello)),
                // A child of a JVM that is watched already, as with an inherited JAVA_TOOL_OPTIONS.
                new Lane(
                        "forkwatch, dormant",
                        batch,
                        with(forkwatch + ",quiet=true", plain),
                        join(with(forkwatch, plain), hello)));
    }

    private static List<String> with(String agent, List<String> java) {
        List<String> line = new ArrayList<>(java);
        line.add(1, agent);
        return line;
    }

    private static List<String> join(List<String> java, List<String> main) {
        List<String> line = new ArrayList<>(java);
        line.addAll(main);
        return line;
    }

    private static String row(String label, Lane lane, Lane empty) {
        Spread added = Spread.ofPairs(lane.childMillis(), empty.childMillis(), (its, floor) -> its - floor);
        Spread ratio = Spread.ofPairs(lane.childMillis(), empty.childMillis(), (its, floor) -> its / floor);
        Spread wall = Spread.ofPairs(lane.wallMillis(), empty.wallMillis(), (its, floor) -> its / floor);
        return String.format(
                Locale.ROOT,
                "| %s | %s | %.0f | %s | %s | %s |",
                label,
                lane.name(),
                Spread.of(lane.childMillis()).median(),
                added.toText(0),
                ratio.toText(2),
                wall.toText(2));
    }
}
