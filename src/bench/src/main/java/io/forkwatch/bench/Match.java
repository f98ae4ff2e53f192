package io.forkwatch.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Contenders that take turns, in another order in each round, one at a time. A round's figures are compared within that
 * round only: a machine whose speed drifts is then equally fast for all.
 */
public final class Match {
    private final List<Player> players = new ArrayList<>();
    private final Random random = new Random(17);

    /** What a contender does in its turn. */
    @FunctionalInterface
    public interface Share {
        /** Does it once and says what that took. */
        Turn turn() throws Exception;
    }

    /** Adds a contender. */
    public Player add(String name, Share share) {
        Player player = new Player(name, share);
        players.add(player);
        return player;
    }

    /** The contenders, in the order in which they were added. */
    public List<Player> players() {
        return List.copyOf(players);
    }

    /**
     * Plays.
     *
     * @param warmUpSeconds time before the rounds that count; at least two rounds are played in it
     * @param rounds that count
     */
    public void play(int warmUpSeconds, int rounds) throws Exception {
        long end = System.nanoTime() + warmUpSeconds * 1_000_000_000L;
        for (int round = 0; round < 2 || System.nanoTime() - end < 0; round++) {
            playRound();
        }
        players.forEach(player -> player.turns.clear());
        for (int round = 0; round < rounds; round++) {
            playRound();
        }
    }

    private void playRound() throws Exception {
        List<Player> order = new ArrayList<>(players);
        Collections.shuffle(order, random);
        for (Player player : order) {
            player.turns.add(player.share.turn());
        }
    }

    /** A contender and what its turns took. */
    public static final class Player {
        private final String name;
        private final Share share;
        private final List<Turn> turns = new ArrayList<>();

        private Player(String name, Share share) {
            this.name = name;
            this.share = share;
        }

        /** What it is called in the report. */
        public String name() {
            return name;
        }

        /** CPU time of a turn, in nanoseconds. */
        public Spread cpuNanos() {
            return Spread.of(cpu());
        }

        /** What each round says of its CPU time against another's. */
        public Spread ratioTo(Player floor) {
            return Spread.ofPairs(cpu(), floor.cpu(), (its, others) -> its / others);
        }

        /** Bytes that a turn allocated. */
        public Spread allocatedBytes() {
            return Spread.of(turns.stream().mapToDouble(Turn::allocatedBytes).toArray());
        }

        private double[] cpu() {
            return turns.stream().mapToDouble(Turn::cpuNanos).toArray();
        }
    }
}
