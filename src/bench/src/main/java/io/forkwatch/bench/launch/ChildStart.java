package io.forkwatch.bench.launch;

import io.forkwatch.bench.Goals;
import io.forkwatch.bench.lane.Lane;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** What the role of a child adds to a JVM that ends at once, above an empty agent: CPU time and memory. */
final class ChildStart {
    private ChildStart() {}

    /**
     * Prints one table row for each variant.
     *
     * @param arguments as {@link Jvm#ofArguments}; empty agent, forkwatch.jar, rounds
     */
    public static void main(String[] arguments) throws IOException {
        Jvm jvm = Jvm.ofArguments(arguments);
        Lane<Launch> empty = jvm.with("empty agent", List.of("-javaagent:" + arguments[4]), 0);
        Lane<Launch> child = jvm.child(arguments[5], 0);
        Lane.race(List.of(empty, child), "1", 1, Integer.parseInt(arguments[6]));
        for (Lane<Launch> lane : List.of(empty, child)) {
            System.out.println(String.format(
                    Locale.ROOT,
                    "| %s | %s | %.0f | %s | %.1f | %s |",
                    jvm.label(),
                    lane.name(),
                    Startup.median(lane, Launch::cpuMillis),
                    Startup.added(lane, empty, Launch::cpuMillis).toText(1),
                    Startup.median(lane, Launch::peakMib),
                    Startup.added(lane, empty, Launch::peakMib).toText(2)));
            lane.close();
        }
        String where = "Child, JDK " + jvm.label() + ": ";
        Goals.atMost(
                where + "CPU above the empty agent",
                Startup.added(child, empty, Launch::cpuMillis).median(),
                15,
                1,
                " ms");
        Goals.atMost(
                where + "peak RSS above the empty agent",
                Startup.added(child, empty, Launch::peakMib).median(),
                1,
                2,
                " MiB");
    }
}
