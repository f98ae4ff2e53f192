package io.forkwatch.bench.steady;

import io.forkwatch.bench.Goals;
import io.forkwatch.bench.lane.Lane;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a supervisor costs that has 100, 1,000 and 10,000 children which do nothing, watched and not. The two take turns:
 * each grows from one size to the next, alone on the machine. Nobody scrapes.
 */
final class Steady {
    private static final double MIB = 1 << 20;
    private static final int THOUSAND = 1_000;
    private static final double NEVER = Double.POSITIVE_INFINITY;

    private final String[] arguments;
    private final int[] sizes;
    private final double seconds;
    private final double longSeconds;
    private final double settleSeconds;

    private Steady(String[] arguments) {
        this.arguments = arguments;
        this.sizes = IntStream.of(100, THOUSAND, 10_000)
                .filter(size -> size <= Integer.parseInt(arguments[7]))
                .toArray();
        this.seconds = Double.parseDouble(arguments[5]);
        this.longSeconds = Double.parseDouble(arguments[6]);
        this.settleSeconds = Double.parseDouble(arguments[8]);
    }

    /**
     * Prints one table row for each size and variant.
     *
     * @param arguments java, class path, forkwatch.jar, {@code idle.c}, compiled, a fifo; seconds that are measured, seconds
     *     at 1,000 children below the agent, most children; seconds
     *     before they are measured
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Steady steady = new Steady(arguments);
        List<Window> without = steady.grow(false);
        List<Window> with = steady.grow(true);
        for (int i = 0; i < without.size(); i++) {
            Window idle = without.get(i);
            Optional<Window> its = i < with.size() ? Optional.of(with.get(i)) : Optional.empty();
            System.out.println(row(idle, idle));
            System.out.println(its.map(window -> row(window, idle))
                    .orElse("| " + idle.children + " | forkwatch | did not get there | | | | | | | | |"));
            noteGoals(its, idle);
        }
        if (without.size() == 3) {
            noteGrowth(with);
        }
    }

    private List<Window> grow(boolean watched) throws IOException, InterruptedException {
        List<Window> all = new ArrayList<>();
        try (Lane<Footprint> parent = new Lane<>("parent", parent(watched), Footprint::ofLine)) {
            for (int size : sizes) {
                all.add(measure(parent, watched, size));
            }
        } catch (IOException ended) {
            System.err.println("bench: " + ended.getMessage()); // It has said why; smaller ones are good all the same.
        }
        return all;
    }

    private List<String> parent(boolean watched) {
        List<String> line = new ArrayList<>(List.of(arguments[0], "-XX:+UseSerialGC", "-Xmx64m"));
        if (watched) {
            line.add("-javaagent:" + arguments[2] + "=port=0,quiet=true");
        }
        String role = watched ? "watched" : "unwatched";
        line.addAll(List.of("-cp", arguments[1], Parent.class.getName(), arguments[3], arguments[4], role));
        return line;
    }

    private Window measure(Lane<Footprint> parent, boolean watched, int size) throws IOException, InterruptedException {
        double wanted = watched && size == THOUSAND ? Math.max(seconds, longSeconds) : seconds;
        String order = Integer.toString(size);
        long begin = System.nanoTime();
        parent.ask(order);
        double startSeconds = (System.nanoTime() - begin) / 1e9;
        Thread.sleep((long) (settleSeconds * 1e3));
        Footprint before = parent.ask(order);
        long start = System.nanoTime();
        Thread.sleep((long) (wanted * 1e3));
        Footprint used = parent.ask(order).since(before);
        return new Window(watched, size, startSeconds, (System.nanoTime() - start) / 1e9, used);
    }

    private static String row(Window its, Window idle) {
        String above = its.watched
                ? String.format(
                        Locale.ROOT,
                        "%.2f | %.2f | %.2f | %.1f | %.1f",
                        its.corePercent() - idle.corePercent(),
                        its.samplerPercent(),
                        its.samplerPercent() * 1e4 / its.children,
                        its.rssMib(),
                        its.rssMib() - idle.rssMib())
                : String.format(Locale.ROOT, "| | | %.1f |", its.rssMib());
        return String.format(
                Locale.ROOT,
                "| %d | %s | %.1f | %.2f | %s | %d in %.0f s | %s |",
                its.children,
                its.watched ? "forkwatch" : "no agent",
                its.startSeconds,
                its.corePercent(),
                above,
                its.used.collections(),
                its.seconds,
                its.watched ? String.format(Locale.ROOT, "%.0f", its.used.samplerBytes() / its.seconds) : "");
    }

    private static void noteGoals(Optional<Window> its, Window idle) throws IOException {
        int children = idle.children;
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
            String seconds = its.map(window -> String.format(Locale.ROOT, " in %.0f s", window.seconds))
                    .orElse("");
            double collections =
                    its.map(window -> (double) window.used.collections()).orElse(NEVER);
            Goals.atMost(where + "garbage collections" + seconds, collections, 0, 0, "");
        }
    }

    // Beyond a few thousand processes the kernel's own cache misses make a look dearer, for everybody.
    private static void noteGrowth(List<Window> with) throws IOException {
        double growth =
                with.size() == 3 ? with.get(2).samplerPercent() / with.get(1).samplerPercent() : NEVER;
        Goals.atMost("Steady: CPU of the sampler at 10,000 children, times that at 1,000", growth, 15, 1, "");
    }

    /** What one supervisor used while it was looked at. */
    private record Window(boolean watched, int children, double startSeconds, double seconds, Footprint used) {
        double corePercent() {
            return used.cpuMillis() / seconds / 10;
        }

        double samplerPercent() {
            return used.samplerNanos() / seconds / 1e7;
        }

        double rssMib() {
            return used.rssBytes() / MIB;
        }
    }
}
