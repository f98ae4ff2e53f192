package io.forkwatch.bench.part;

import io.forkwatch.bench.Crowd;
import io.forkwatch.bench.Goals;
import io.forkwatch.bench.Table;
import io.forkwatch.bench.Work;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** System calls for a look at a child at 1 Hz, those that a JVM makes anyway included. */
final class Syscalls {
    private static final int CHILDREN = 1000;
    private static final int WARM_UP_TICKS = 30;

    private final int ticks = Work.quick() ? 5 : 20;
    private final String counter;
    private final Crowd crowd;

    private Syscalls(String counter, Crowd crowd) {
        this.counter = counter;
        this.crowd = crowd;
    }

    /**
     * Prints the table.
     *
     * @param arguments {@code perf} or {@code strace}
     */
    public static void main(String[] arguments) throws Exception {
        Map<String, String> names = Map.of(
                "sample", "forkwatch, the sample alone",
                "tick", "forkwatch, the whole tick",
                "hadoop", "Hadoop, one tree of all",
                "oshi6", "OSHI 6, updateAttributes of each",
                "oshi7", "OSHI 7, updateAttributes of each");
        Table.head("contender", "system calls a child");
        try (Crowd crowd = Crowd.of(CHILDREN)) {
            Syscalls syscalls = new Syscalls(arguments[0], crowd);
            Table.row("C, descriptor kept (the floor)", Table.number(syscalls.perLook(syscalls.floor()), 2));
            for (String contender : List.of("sample", "tick", "hadoop", "oshi6", "oshi7")) {
                double calls = syscalls.perLook(syscalls.ticks(contender));
                Table.row(names.getOrDefault(contender, contender), Table.number(calls, 2));
                if ("sample".equals(contender)) {
                    Goals.atMost("Sample alone, system calls with the JVM's own", calls, 1.15, 2, "");
                }
            }
        }
    }

    private List<String> floor() {
        List<String> command = new ArrayList<>(List.of(Work.file("floor"), "held"));
        return withPids(command);
    }

    private List<String> ticks(String contender) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dbench.peers=" + Work.peer("").toString(),
                "-cp",
                System.getProperty("java.class.path", ""),
                Ticks.class.getName(),
                contender,
                Long.toString(crowd.parentPid())));
        return withPids(command);
    }

    private List<String> withPids(List<String> command) {
        crowd.pids().forEach(pid -> command.add(Long.toString(pid)));
        return command;
    }

    private double perLook(List<String> program) throws IOException, InterruptedException {
        try (Counted counted = new Counted(counter, Path.of(Work.file("counts")), program)) {
            counted.tick(WARM_UP_TICKS);
            return counted.count(ticks) / (double) ticks / CHILDREN;
        }
    }
}
