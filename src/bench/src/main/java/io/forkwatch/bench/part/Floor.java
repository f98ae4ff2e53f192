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
import io.forkwatch.bench.rival.OurSample;
import io.forkwatch.bench.rival.OurTick;

/** One sample of one child, warm, against the C program that does the least. */
final class Floor {
    /** Looks at a child in one turn: tens of milliseconds. */
    private static final int LOOKS = 10_000;

    private static final int GOAL_CHILDREN = 1000;

    private final int warmUpSeconds = Work.quick() ? 3 : 10;
    private final int rounds = Work.quick() ? 15 : 60;

    private Floor() {}

    /** Prints the table. */
    public static void main(String[] arguments) throws Exception {
        Table.head("children", "contender", "CPU µs a child", "ratio to the floor", "B a child");
        Floor floor = new Floor();
        for (int children : Work.quick() ? new int[] {1, 100, 1000} : new int[] {1, 100, 1000, 5000}) {
            floor.measure(children);
        }
    }

    private void measure(int children) throws Exception {
        try (Crowd crowd = Crowd.of(children);
                CFloor held = new CFloor("held", crowd.pids());
                CFloor anew = new CFloor("anew", crowd.pids());
                OurSample ours = new OurSample(crowd.pids())) {
            int ticks = Math.max(1, LOOKS / children);
            Match match = new Match();
            Player floor = match.add(
                    "C, descriptor kept (the floor)", () -> held.turn(ticks).per(LOOKS));
            Player sample = match.add(
                    "forkwatch, the sample alone", () -> turn(ours, ticks).per(LOOKS));
            add(match, OurTick.of(crowd.pids()), ticks);
            match.add("C, opened each time", () -> anew.turn(ticks).per(LOOKS));
            match.play(warmUpSeconds, rounds);
            match.players().forEach(player -> print(children, player, floor));
            if (children == GOAL_CHILDREN) {
                note(sample, floor);
            }
        }
    }

    private static void add(Match match, OurTick ours, int ticks) {
        match.add("forkwatch, the whole tick", () -> turn(ours, ticks).per((double) ticks * ours.children()));
    }

    private static Turn turn(Contender contender, int ticks) throws Exception {
        return Turn.of(() -> {
            long sum = 0;
            for (int tick = 0; tick < ticks; tick++) {
                sum += contender.tick();
            }
            return sum;
        });
    }

    private static void print(int children, Player player, Player floor) {
        Table.row(
                Integer.toString(children),
                player.name(),
                Table.number(player.cpuNanos().median() / 1e3, 2),
                player.ratioTo(floor).toText(2),
                player.name().startsWith("C,")
                        ? "-"
                        : Table.number(player.allocatedBytes().median(), 1));
    }

    private static void note(Player sample, Player floor) throws Exception {
        String at = " at 1,000 children";
        Goals.atMost(
                "Sample alone, CPU against the C floor" + at,
                sample.ratioTo(floor).median(),
                1.25,
                2,
                "");
        Goals.atMost("Sample alone, allocated" + at, sample.allocatedBytes().median(), 0, 1, " B");
    }
}
