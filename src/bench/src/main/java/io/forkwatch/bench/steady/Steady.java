package io.forkwatch.bench.steady;

import io.forkwatch.bench.CFloor;
import io.forkwatch.bench.Goals;
import io.forkwatch.bench.lane.Lane;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a supervisor costs that has 100, 1,000 and 10,000 children which do nothing: without an agent, with an empty one,
 * and watched. One grows after the other, alone on the machine. Nobody scrapes. The children of the first are looked at
 * once a second by the C floor as well: with everybody's caches cold, as they are at that pace.
 */
final class Steady {
    private static final int THOUSAND = 1_000;
    private static final int COLD_TICKS = 3;
    private static final double NEVER = Double.POSITIVE_INFINITY;

    private final String[] arguments;
    private final int[] sizes;
    private final double seconds;
    private final double longSeconds;
    private final double settleSeconds;

    private Steady(String[] arguments) {
        this.arguments = arguments;
        this.sizes = IntStream.of(100, THOUSAND, 10_000)
                .filter(size -> size <= Integer.parseInt(arguments[8]))
                .toArray();
        this.seconds = Double.parseDouble(arguments[6]);
        this.longSeconds = Double.parseDouble(arguments[7]);
        this.settleSeconds = Double.parseDouble(arguments[9]);
    }

    /** Who is in the supervisor. */
    private enum Agent {
        NONE("no agent"),
        EMPTY("empty agent"),
        FORKWATCH("forkwatch");

        private final String label;

        Agent(String label) {
            this.label = label;
        }
    }

    /**
     * Prints one table row for each size and contender.
     *
     * @param arguments java, class path, the empty agent, forkwatch.jar, {@code idle.c}, compiled, a fifo; seconds that are
     *     measured, seconds at 1,000 children below forkwatch, most children; seconds before they are measured
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Steady steady = new Steady(arguments);
        List<Window> without = steady.grow(Agent.NONE);
        List<Window> empty = steady.grow(Agent.EMPTY);
        List<Window> with = steady.grow(Agent.FORKWATCH);
        for (int i = 0; i < without.size(); i++) {
            Window idle = without.get(i);
            idle.floors().forEach(floor -> System.out.println(row(floor)));
            System.out.println(row(idle, idle));
            System.out.println(row(empty, i, Agent.EMPTY, idle));
            System.out.println(row(with, i, Agent.FORKWATCH, idle));
            noteGoals(at(with, i), idle);
        }
        if (without.size() == 3) {
            noteGrowth(with);
        }
    }

    private static Optional<Window> at(List<Window> windows, int i) {
        return i < windows.size() ? Optional.of(windows.get(i)) : Optional.empty();
    }

    private List<Window> grow(Agent agent) throws IOException, InterruptedException {
        List<Window> all = new ArrayList<>();
        try (Lane<Footprint> parent = new Lane<>("parent", parent(agent), Footprint::ofLine)) {
            for (int size : sizes) {
                all.add(measure(parent, agent, size));
            }
        } catch (IOException ended) {
            System.err.println("bench: " + ended.getMessage()); // It has said why; smaller ones are good all the same.
        }
        return all;
    }

    private List<String> parent(Agent agent) {
        List<String> line = new ArrayList<>(List.of(arguments[0], "-XX:+UseSerialGC", "-Xmx64m"));
        switch (agent) {
            case NONE -> {}
            case EMPTY -> line.add("-javaagent:" + arguments[2]);
            case FORKWATCH -> line.add("-javaagent:" + arguments[3] + "=port=0,quiet=true");
        }
        String role = agent == Agent.FORKWATCH ? "watched" : "unwatched";
        line.addAll(List.of("-cp", arguments[1], Parent.class.getName(), arguments[4], arguments[5], role));
        return line;
    }

    private Window measure(Lane<Footprint> parent, Agent agent, int size) throws IOException, InterruptedException {
        boolean observed = agent == Agent.FORKWATCH && size == THOUSAND;
        String order = Integer.toString(size);
        long begin = System.nanoTime();
        parent.ask(order);
        double startSeconds = (System.nanoTime() - begin) / 1e9;
        pause(settleSeconds);
        Footprint before = parent.ask(order);
        long start = System.nanoTime();
        pause(observed ? Math.max(seconds, longSeconds) : seconds);
        Footprint used = parent.ask(order).since(before);
        double tookSeconds = (System.nanoTime() - start) / 1e9;
        List<Floor> floors = agent == Agent.NONE ? floors(parent.childPids()) : List.of();
        return new Window(agent.label, size, startSeconds, tookSeconds, used, floors);
    }

    private static void pause(double seconds) throws InterruptedException {
        Thread.sleep((long) (seconds * 1e3));
    }

    private List<Floor> floors(List<Long> pids) throws IOException, InterruptedException {
        return List.of(
                floor("C, descriptor kept, once a second", "held", pids),
                floor("C, opened each time, once a second", "anew", pids));
    }

    private Floor floor(String label, String mode, List<Long> pids) throws IOException, InterruptedException {
        try (CFloor floor = new CFloor(mode, pids)) {
            double nanos = 0;
            for (int i = -COLD_TICKS; i < seconds; i++) {
                pause(1);
                double tick = floor.turn(1).cpuNanos();
                nanos += i < 0 ? 0 : tick;
            }
            return new Floor(label, pids.size(), nanos / Math.ceil(seconds));
        }
    }

    private static String row(Floor floor) {
        return String.format(
                Locale.ROOT,
                "| %d | %s | | %.2f | | | %.2f | | | | |",
                floor.children(),
                floor.label(),
                floor.tickNanos() / 1e7,
                floor.tickNanos() / 1e3 / floor.children());
    }

    private static String row(List<Window> windows, int i, Agent agent, Window idle) {
        return at(windows, i)
                .map(window -> row(window, idle))
                .orElse("| " + idle.children() + " | " + agent.label + " | did not get there | | | | | | | | |");
    }

    private static String row(Window its, Window idle) {
        boolean watched = its.used().samplerNanos() > 0;
        return String.format(
                Locale.ROOT,
                "| %d | %s | %.1f | %.2f | %.2f | %s | %.1f | %.1f | %d in %.0f s | %s |",
                its.children(),
                its.label(),
                its.startSeconds(),
                its.corePercent(),
                its.corePercent() - idle.corePercent(),
                watched ? its.sampler() : "|",
                its.rssMib(),
                its.rssMib() - idle.rssMib(),
                its.used().collections(),
                its.seconds(),
                watched ? String.format(Locale.ROOT, "%.0f", its.used().samplerBytes() / its.seconds()) : "");
    }

    private static void noteGoals(Optional<Window> its, Window idle) throws IOException {
        int children = idle.children();
        if (children < THOUSAND) {
            return;
        }
        boolean many = children > THOUSAND;
        String where = "Steady, " + children + " children: ";
        double core = its.map(Window::corePercent).orElse(NEVER) - idle.corePercent();
        double mib = its.map(Window::rssMib).orElse(NEVER) - idle.rssMib();
        Goals.atMost(where + "CPU above the idle JVM, of a core", core, many ? 7 : 1, 2, " %");
        Goals.atMost(where + "RSS above the idle JVM", mib, many ? 12 : 5, 1, " MiB");
        if (!many) {
            String seconds = its.map(window -> String.format(Locale.ROOT, " in %.0f s", window.seconds()))
                    .orElse("");
            double collections =
                    its.map(window -> (double) window.used().collections()).orElse(NEVER);
            Goals.atMost(where + "garbage collections" + seconds, collections, 0, 0, "");
        }
    }

    // Beyond a few thousand processes the kernel's own cache misses make a look dearer, for everybody.
    private static void noteGrowth(List<Window> with) throws IOException {
        double growth =
                with.size() == 3 ? with.get(2).samplerPercent() / with.get(1).samplerPercent() : NEVER;
        Goals.atMost("Steady: CPU of the sampler at 10,000 children, times that at 1,000", growth, 15, 1, "");
    }

    /** What a look at all children cost a program in C. */
    private record Floor(String label, int children, double tickNanos) {}

    /** What one supervisor used while it was looked at. */
    private record Window(
            String label, int children, double startSeconds, double seconds, Footprint used, List<Floor> floors) {
        private static final double MIB = 1 << 20;

        double corePercent() {
            return used.cpuMillis() / seconds / 10;
        }

        double samplerPercent() {
            return used.samplerNanos() / seconds / 1e7;
        }

        String sampler() {
            return String.format(Locale.ROOT, "%.2f | %.2f", samplerPercent(), samplerPercent() * 1e4 / children);
        }

        double rssMib() {
            return used.rssBytes() / MIB;
        }
    }
}
