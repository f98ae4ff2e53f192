package io.forkwatch.bench.launch;

import io.forkwatch.bench.Goals;
import io.forkwatch.bench.lane.Lane;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * What an agent adds to a JVM that stays for 2 s and then ends: the time from the end of main until the process is gone,
 * and, over its whole life, CPU time and memory. By then it has built in the background what it builds.
 */
final class Stay {
    private static final int STAY_MILLIS = 2_000;

    private Stay() {}

    /**
     * Prints one table row for each variant.
     *
     * @param arguments as {@link Jvm#ofArguments}; empty agent, forkwatch.jar, rounds, launches in a round, and
     *     {@code supervisor} or {@code child} for what Forkwatch is to do
     */
    public static void main(String[] arguments) throws IOException {
        Jvm jvm = Jvm.ofArguments(arguments);
        boolean child = arguments[8].equals("child");
        Lane<Launch> none = jvm.withoutAgent("no agent", STAY_MILLIS);
        Lane<Launch> empty = jvm.with("empty agent", List.of("-javaagent:" + arguments[4]), STAY_MILLIS);
        Lane<Launch> forkwatch = child
                ? jvm.child(arguments[5], STAY_MILLIS)
                : jvm.with("forkwatch", Jvm.watched(arguments[5]), STAY_MILLIS);
        List<Lane<Launch>> lanes = List.of(none, empty, forkwatch);
        Lane.race(lanes, arguments[7], 1, Integer.parseInt(arguments[6]));
        for (Lane<Launch> lane : lanes) {
            System.out.println(row(jvm.label(), lane, none, empty));
            lane.close();
        }
        if (!child) {
            double added = Startup.added(forkwatch, none, Launch::exitMillis).median();
            Goals.atMost("Exit, JDK " + jvm.label() + ": added wall time", added, 50, 0, " ms");
        }
    }

    private static String row(String label, Lane<Launch> lane, Lane<Launch> none, Lane<Launch> empty) {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %.0f | %s | %.0f | %s | %s | %.1f | %s | %s |",
                label,
                lane.name(),
                Startup.median(lane, Launch::exitMillis),
                Startup.added(lane, none, Launch::exitMillis).toText(0),
                Startup.median(lane, Launch::cpuMillis),
                Startup.added(lane, none, Launch::cpuMillis).toText(0),
                Startup.added(lane, empty, Launch::cpuMillis).toText(0),
                Startup.median(lane, Launch::peakMib),
                Startup.added(lane, none, Launch::peakMib).toText(1),
                Startup.added(lane, empty, Launch::peakMib).toText(1));
    }
}
