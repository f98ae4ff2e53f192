package io.forkwatch.bench.launch;

import io.forkwatch.bench.Goals;
import io.forkwatch.bench.Spread;
import io.forkwatch.bench.lane.Lane;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What an agent adds to {@code java Hello}, which ends at once: CPU time, the delay of main, and memory. */
final class Startup {
    private static final int FIRST_PEER = 9;

    private final Jvm jvm;
    private final Lane<Launch> none;
    private final Lane<Launch> empty;
    private final Lane<Launch> forkwatch;
    private final Lane<Launch> child;

    private Startup(Jvm jvm, String empty, String forkwatch) throws IOException {
        this.jvm = jvm;
        this.none = jvm.withoutAgent("no agent", 0);
        this.empty = jvm.with("empty agent", List.of("-javaagent:" + empty), 0);
        this.forkwatch = jvm.with("forkwatch", Jvm.watched(forkwatch), 0);
        this.child = jvm.child(forkwatch, 0);
    }

    /**
     * Prints one table row for each variant.
     *
     * @param arguments as {@link Jvm#ofArguments}; empty agent, forkwatch.jar, rounds, launches in a round, rounds of the
     *     peers; then name and options of each peer
     */
    public static void main(String[] arguments) throws IOException {
        Startup startup = new Startup(Jvm.ofArguments(arguments), arguments[4], arguments[5]);
        int rounds = Integer.parseInt(arguments[6]);
        int peerRounds = Integer.parseInt(arguments[8]);
        List<Lane<Launch>> peers = new ArrayList<>();
        for (int i = FIRST_PEER; i + 1 < arguments.length; i += 2) {
            peers.add(startup.jvm.with(arguments[i], List.of(arguments[i + 1].split(" ", -1)), 0));
        }
        startup.run(peers, arguments[7], peerRounds, rounds - peerRounds);
    }

    // The peers are slow, so they take part in the first rounds only.
    private void run(List<Lane<Launch>> peers, String batch, int peerRounds, int moreRounds) throws IOException {
        List<Lane<Launch>> ours = List.of(none, empty, forkwatch, child);
        List<Lane<Launch>> all = new ArrayList<>(ours);
        all.addAll(peers);
        Lane.race(all, batch, 1, peerRounds);
        Lane.race(ours, batch, 0, moreRounds);
        for (Lane<Launch> lane : all) {
            System.out.println(row(lane));
            lane.close();
        }
        noteGoals();
    }

    private void noteGoals() throws IOException {
        String where = "Start, JDK " + jvm.label() + ": ";
        goal(where + "added CPU, times the empty agent's", times(forkwatch, Launch::cpuMillis), 2, "");
        goal(where + "added delay of main, times the empty agent's", times(forkwatch, Launch::delayMillis), 1.5, "");
        double whole = median(forkwatch, Launch::delayMillis) / median(empty, Launch::delayMillis);
        goal(where + "whole delay of main, times the empty agent's", whole, 1.5, "");
        double aboveEmpty = added(forkwatch, empty, Launch::peakMib).median();
        goal(where + "peak RSS above the empty agent", aboveEmpty, 8, " MiB");
        double aboveNone = added(forkwatch, none, Launch::peakMib).median();
        goal(where + "peak RSS above no agent", aboveNone, 8, " MiB");
    }

    private static void goal(String goal, double measured, double limit, String unit) throws IOException {
        Goals.atMost(goal, measured, limit, 2, unit);
    }

    private String row(Lane<Launch> lane) {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %.0f | %s | %.2f | %.0f | %s | %.2f | %.0f | %.1f | %s |",
                jvm.label(),
                lane.name(),
                median(lane, Launch::cpuMillis),
                added(lane, none, Launch::cpuMillis).toText(0),
                times(lane, Launch::cpuMillis),
                median(lane, Launch::delayMillis),
                added(lane, none, Launch::delayMillis).toText(0),
                times(lane, Launch::delayMillis),
                median(lane, Launch::wallMillis),
                median(lane, Launch::peakMib),
                added(lane, empty, Launch::peakMib).toText(1));
    }

    /** What it adds to a JVM without agent, as a multiple of what the empty agent adds: medians, as one launch says little. */
    private double times(Lane<Launch> lane, ToDoubleFunction<Launch> figure) {
        return added(lane, none, figure).median() / added(empty, none, figure).median();
    }

    static double median(Lane<Launch> lane, ToDoubleFunction<Launch> figure) {
        return Spread.of(lane.figures(figure)).median();
    }

    static Spread added(Lane<Launch> lane, Lane<Launch> floor, ToDoubleFunction<Launch> figure) {
        return Spread.ofPairs(lane.figures(figure), floor.figures(figure), (its, other) -> its - other);
    }
}
