package io.forkwatch.bench.part;

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
import io.forkwatch.bench.rival.Peers;
import java.util.List;

/** One look at 1,000 children, all contenders in this JVM. Each finds the caches as the others left them. */
final class Duel {
    private static final int CHILDREN = 1000;

    private Duel() {}

    /** Prints the table. */
    public static void main(String[] arguments) throws Exception {
        try (Crowd crowd = Crowd.of(CHILDREN);
                OurSample ours = new OurSample(crowd.pids())) {
            Match match = new Match();
            Player sample = add(match, "forkwatch, the sample alone", ours);
            Player tick = add(match, "forkwatch, the whole tick", OurTick.of(crowd.pids()));
            Player hadoop = add(match, "Hadoop, one tree of all", Peers.hadoop(crowd.parentPid()));
            Player oshi6 = add(match, "OSHI 6, updateAttributes of each", Peers.oshi("oshi6", crowd.pids()));
            Player oshi7 = add(match, "OSHI 7, updateAttributes of each", Peers.oshi("oshi7", crowd.pids()));
            match.play(Work.quick() ? 15 : 60, Work.quick() ? 30 : 150);
            print(match, tick, sample);
            for (Player peer : List.of(oshi6, oshi7)) {
                note("our sample", peer, sample, 10);
                note("our whole tick", peer, tick, 10);
            }
            note("our whole tick", hadoop, tick, 5);
        }
    }

    private static Player add(Match match, String name, Contender contender) {
        return match.add(name, () -> Turn.of(contender::tick).per(CHILDREN));
    }

    private static void print(Match match, Player tick, Player sample) {
        Table.head("contender", "CPU µs a child", "ratio to our whole tick", "ratio to our sample", "B a child");
        for (Player player : match.players()) {
            Table.row(
                    player.name(),
                    Table.number(player.cpuNanos().median() / 1e3, 2),
                    player.ratioTo(tick).toText(2),
                    player.ratioTo(sample).toText(2),
                    Table.number(player.allocatedBytes().median(), 0));
        }
    }

    private static void note(String against, Player peer, Player ours, double limit) throws Exception {
        Goals.atLeast(
                "In one JVM, against " + against + ": " + peer.name(),
                peer.ratioTo(ours).median(),
                limit,
                1,
                "");
    }
}
