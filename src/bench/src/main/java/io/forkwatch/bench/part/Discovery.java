package io.forkwatch.bench.part;

import io.forkwatch.bench.CFloor;
import io.forkwatch.bench.Crowd;
import io.forkwatch.bench.Goals;
import io.forkwatch.bench.Match;
import io.forkwatch.bench.Match.Player;
import io.forkwatch.bench.Table;
import io.forkwatch.bench.Turn;
import io.forkwatch.bench.Work;
import io.forkwatch.bench.rival.Contender;
import io.forkwatch.bench.rival.OurTick;
import io.forkwatch.bench.rival.Peers;
import java.io.IOException;
import java.util.List;

/** What it costs to know all processes of the machine when nothing has changed since the last look. */
final class Discovery {
    /** Ticks in one turn of a cheap contender are so many that about that many processes are seen. */
    private static final int LOOKS = 10_000;

    private Discovery() {}

    /** Prints the table. */
    public static void main(String[] arguments) throws Exception {
        Table.head(
                "processes",
                "contender",
                "CPU µs a process",
                "ratio to the full scan in C",
                "B a process on the machine");
        for (int children : new int[] {300, 1000, 5000}) {
            try (Crowd crowd = Crowd.of(children);
                    CFloor scan = new CFloor("scan", List.of());
                    CFloor list = new CFloor("list", List.of())) {
                measure(crowd, scan, list);
            }
        }
    }

    private static void measure(Crowd crowd, CFloor scan, CFloor list) throws Exception {
        long processes = scan.seen();
        int ticks = (int) Math.max(1, LOOKS / processes);
        Match match = new Match();
        Player floor = match.add("C, full scan", () -> scan.turn(ticks).per((double) ticks * processes));
        match.add("C, list of names", () -> list.turn(ticks).per((double) ticks * processes));
        OurTick tick = OurTick.of(crowd.pids());
        Player ours = add(match, "forkwatch, listing and what is new", () -> listAfterABirth(tick), ticks, processes);
        add(match, "forkwatch, where nobody was born", tick::list, ticks, processes);
        ProcessHandle parent = ProcessHandle.of(crowd.parentPid()).orElseThrow();
        add(match, "JDK, ProcessHandle.descendants", () -> parent.descendants().count(), 1, processes);
        if (processes < 4000 || !Work.quick()) {
            add(match, "Hadoop, which samples as well", Peers.hadoop(crowd.parentPid()), 1, processes);
            add(
                    match,
                    "OSHI 6, getDescendantProcesses",
                    Peers.oshiDescendants("oshi6", crowd.parentPid()),
                    1,
                    processes);
            add(
                    match,
                    "OSHI 7, getDescendantProcesses",
                    Peers.oshiDescendants("oshi7", crowd.parentPid()),
                    1,
                    processes);
        }
        match.play(Work.quick() ? 5 : 15, Work.quick() ? 10 : 40);
        long left = scan.seen();
        if (Math.abs(left - processes) > processes / 20) {
            System.out.println("\nNot measured with " + crowd.pids().size() + " children: there were " + processes
                    + " processes at first and " + left + " at last.\n");
            return;
        }
        match.players().forEach(player -> print(processes, player, floor));
        String at = " at " + crowd.pids().size() + " children";
        Goals.atMost(
                "Discovery, CPU against a full scan in C" + at,
                ours.ratioTo(floor).median(),
                0.2,
                2,
                "");
        Goals.atMost(
                "Discovery, allocated for each process" + at,
                ours.allocatedBytes().median(),
                80,
                0,
                " B");
    }

    // Threads have pids too: one that was given away since the last listing makes this one necessary.
    private static long listAfterABirth(OurTick tick) throws IOException, InterruptedException {
        Thread newborn = new Thread(() -> {});
        newborn.start();
        newborn.join();
        return tick.list();
    }

    private static Player add(Match match, String name, Contender contender, int ticks, long processes) {
        return match.add(
                name,
                () -> Turn.of(() -> {
                            long sum = 0;
                            for (int tick = 0; tick < ticks; tick++) {
                                sum += contender.tick();
                            }
                            return sum;
                        })
                        .per((double) ticks * processes));
    }

    private static void print(long processes, Player player, Player floor) {
        Table.row(
                Long.toString(processes),
                player.name(),
                Table.number(player.cpuNanos().median() / 1e3, 2),
                player.ratioTo(floor).toText(2),
                player.name().startsWith("C,")
                        ? "-"
                        : Table.number(player.allocatedBytes().median(), 0));
    }
}
