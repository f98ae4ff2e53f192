package io.forkwatch.probe.lifecycle;

import io.forkwatch.agent.entry.Marker;
import io.forkwatch.agent.entry.Stderr;
import io.forkwatch.probe.AgentJvm;
import io.forkwatch.probe.intercept.Interception;
import io.forkwatch.probe.options.GivenOptions;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.procfs.ProcFs;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A host in which a start of Forkwatch fails, run by {@link FailedStartTest} in a JVM of its own. */
final class FailingHost {
    private static final int MOST_POLLS = 600;
    private static final int POLL_MILLIS = 100;

    private FailingHost() {}

    /** How it fails, and where markers are set. */
    public static void main(String[] args) throws Exception {
        Path place = Path.of(args[1]);
        switch (args[0]) {
            case "not" -> System.out.println(played(lifecycle(place, Clocks.system()), place, 2));
            case "sampler", "reporter" ->
                System.out.println(played(lifecycle(place, withoutClock("forkwatch-" + args[0])), place, 0));
            case "second" -> {
                System.out.println("first: " + played(lifecycle(place, Clocks.system()), place, 2));
                ProbeLifecycle second = lifecycle(place, Clocks.system());
                second.start();
                System.out.println("second: " + second.state());
            }
            default -> throw new IllegalArgumentException(args[0]);
        }
        // Without the shutdown hook of the one that is on: its start line is not asked for.
        Runtime.getRuntime().halt(0);
    }

    /** The first thing that a thread needs fails on that thread. */
    private static Clocks withoutClock(String thread) {
        return new Clocks(
                () -> {
                    if (Thread.currentThread().getName().equals(thread)) {
                        throw new NoClassDefFoundError("clock of " + thread);
                    }
                    return System.nanoTime();
                },
                InstantSource.system());
    }

    private static ProbeLifecycle lifecycle(Path place, Clocks clocks) {
        return new ProbeLifecycle(
                GivenOptions.of("port=0,quiet"),
                AgentJvm.instrumentation(),
                "1.2.3",
                true,
                Interception.of(AgentJvm.instrumentation(), true, false),
                Optional.of(new Machine(ProcFs.system(), clocks, new Marker(place), Stderr.ofThisJvm())));
    }

    /** Starts it, and tells what is there once so many threads are. */
    private static String played(ProbeLifecycle lifecycle, Path place, int threads) throws Exception {
        lifecycle.start();
        for (int i = 0; i < MOST_POLLS && (threads().size() != threads || isStopping(lifecycle)); i++) {
            Thread.sleep(POLL_MILLIS);
        }
        Process child = new ProcessBuilder("sh", "-c", "exit 3").start();
        int exit = child.waitFor();
        WeakReference<Process> kept = new WeakReference<>(child);
        child = null;
        return lifecycle.state() + ", marker " + isMarked(place) + ", threads " + threads() + ", child exit " + exit
                + ", kept " + isKept(kept);
    }

    private static boolean isStopping(ProbeLifecycle lifecycle) {
        return lifecycle.state() == ProbeLifecycle.State.STOPPING;
    }

    private static boolean isMarked(Path place) throws IOException {
        try (Stream<Path> entries = Files.list(place)) {
            return entries.findAny().isPresent();
        }
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.equals("forkwatch-sampler") || name.equals("forkwatch-reporter"))
                .sorted()
                .toList();
    }

    private static boolean isKept(WeakReference<Process> process) throws InterruptedException {
        for (int i = 0; i < MOST_POLLS && process.get() != null; i++) {
            System.gc();
            Thread.sleep(POLL_MILLIS);
        }
        return process.get() != null;
    }
}
