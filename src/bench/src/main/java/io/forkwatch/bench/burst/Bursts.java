package io.forkwatch.bench.burst;

import io.forkwatch.bench.Goals;
import io.forkwatch.bench.Spread;
import io.forkwatch.bench.lane.Lane;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/**
 * What watching adds to a burst of starts by one thread. In each round a JVM without agent, one with an empty agent and one
 * below Forkwatch have one burst each, in another order in each round; all three are new, because a host has its burst when
 * it comes, and what the JIT compiler does then is part of the cost.
 */
final class Bursts {
    private static final int NONE = 0;
    private static final int FORKWATCH = 2;
    private static final List<String> NAMES = List.of("no agent", "empty agent", "forkwatch");

    private final String[] arguments;
    private final int count;
    private final Random random = new Random(17);
    private final List<List<Burst>> rounds = new ArrayList<>();

    private Bursts(String[] arguments) {
        this.arguments = arguments;
        this.count = Integer.parseInt(arguments[6]);
    }

    /**
     * Prints one table row for each contender.
     *
     * @param arguments java, class path, the empty agent, forkwatch.jar, {@code idle.c}, compiled, a fifo; children of a
     *     burst, rounds
     */
    public static void main(String[] arguments) throws IOException {
        Bursts bursts = new Bursts(arguments);
        for (int round = 0; round < Integer.parseInt(arguments[7]); round++) {
            bursts.play();
        }
        for (int agent = 0; agent < NAMES.size(); agent++) {
            System.out.println(bursts.row(agent));
        }
        String goal = "Burst of " + bursts.count + " starts: time, times that without agent";
        Goals.atMost(goal, bursts.ratio(FORKWATCH, Burst::wallNanos).median(), 1.1, 2, "");
    }

    private void play() throws IOException {
        List<Integer> order = new ArrayList<>(List.of(0, 1, 2));
        Collections.shuffle(order, random);
        Burst[] bursts = new Burst[NAMES.size()];
        for (int agent : order) {
            bursts[agent] = burst(agent);
        }
        rounds.add(List.of(bursts));
    }

    private Burst burst(int agent) throws IOException {
        List<String> line = new ArrayList<>(List.of(arguments[0], "-XX:+UseSerialGC", "-Xmx64m"));
        if (agent != NONE) {
            line.add("-javaagent:" + (agent == FORKWATCH ? arguments[3] + "=port=0,quiet=true" : arguments[2]));
        }
        String role = agent == FORKWATCH ? "watched" : "unwatched";
        line.addAll(List.of("-cp", arguments[1], Host.class.getName(), arguments[4], arguments[5], arguments[6], role));
        try (Lane<Burst> host = new Lane<>(NAMES.get(agent), line, Burst::ofLine)) {
            return host.ask("go");
        }
    }

    private String row(int agent) {
        return String.format(
                Locale.ROOT,
                "| %d | %s | %.0f | %s | %.0f | %s | %.1f |",
                count,
                NAMES.get(agent),
                median(agent, Burst::wallNanos) / count / 1e3,
                ratio(agent, Burst::wallNanos).toText(2),
                median(agent, Burst::hostNanos) / count / 1e3,
                Spread.ofPairs(
                                figures(agent, Burst::jvmMillis),
                                figures(NONE, Burst::jvmMillis),
                                (its, none) -> its - none)
                        .toText(0),
                median(agent, Burst::samplerNanos) / 1e6);
    }

    private Spread ratio(int agent, ToDoubleFunction<Burst> figure) {
        return Spread.ofPairs(figures(agent, figure), figures(NONE, figure), (its, none) -> its / none);
    }

    private double median(int agent, ToDoubleFunction<Burst> figure) {
        return Spread.of(figures(agent, figure)).median();
    }

    private double[] figures(int agent, ToDoubleFunction<Burst> figure) {
        return rounds.stream()
                .mapToDouble(round -> figure.applyAsDouble(round.get(agent)))
                .toArray();
    }
}
