package io.forkwatch.bench.part;

import io.forkwatch.bench.Goals;
import io.forkwatch.bench.Match;
import io.forkwatch.bench.Match.Player;
import io.forkwatch.bench.Table;
import io.forkwatch.bench.Turn;
import io.forkwatch.bench.Work;
import io.forkwatch.bench.scrape.Client;
import io.forkwatch.bench.scrape.OurPage;
import io.forkwatch.bench.scrape.Page;
import io.forkwatch.bench.scrape.PlainGauges;

/** A scrape of many series: what the threads of the server take. */
final class Scrape {
    private static final int SERIES = 10_000;
    private static final int SCRAPES = 5;

    private static final Client CLIENT = new Client();

    private Scrape() {}

    /** Prints the table. */
    public static void main(String[] arguments) throws Exception {
        int children = SERIES / seriesOfAChild();
        try (OurPage ours = OurPage.open(children);
                PlainGauges plain = PlainGauges.like(CLIENT.text(ours.url()))) {
            Match match = new Match();
            Player forkwatch = add(match, "forkwatch", ours);
            Player gauges = add(match, "Gauges of the client library", plain);
            match.play(Work.quick() ? 5 : 20, Work.quick() ? 20 : 100);
            Table.head("page", "series", "KiB", "CPU ms a scrape", "ratio to the Gauges", "B a series");
            print(forkwatch, ours, gauges);
            print(gauges, plain, gauges);
            note(forkwatch, ours, gauges);
        }
    }

    private static int seriesOfAChild() throws Exception {
        try (OurPage one = OurPage.open(1);
                OurPage two = OurPage.open(2)) {
            return series(two) - series(one);
        }
    }

    private static Player add(Match match, String name, Page page) {
        return match.add(
                name,
                () -> Turn.ofOthers(() -> {
                            long bytes = 0;
                            for (int scrape = 0; scrape < SCRAPES; scrape++) {
                                bytes += CLIENT.bytes(page.url());
                            }
                            return bytes;
                        })
                        .per(SCRAPES));
    }

    private static int series(Page page) throws Exception {
        return (int) CLIENT.text(page.url())
                .lines()
                .filter(line -> !line.startsWith("#"))
                .count();
    }

    private static void print(Player player, Page page, Player gauges) throws Exception {
        Table.row(
                player.name(),
                Integer.toString(series(page)),
                Table.number(CLIENT.bytes(page.url()) / 1024.0, 0),
                Table.number(player.cpuNanos().median() / 1e6, 2),
                player.ratioTo(gauges).toText(2),
                Table.number(player.allocatedBytes().median() / series(page), 0));
    }

    private static void note(Player forkwatch, Page page, Player gauges) throws Exception {
        int series = series(page);
        if (series < SERIES * 9 / 10) {
            throw new IllegalStateException("only " + series + " series are shown");
        }
        String at = " at 10,000 series";
        Goals.atMost(
                "Scrape, CPU against plain Gauges" + at,
                forkwatch.ratioTo(gauges).median(),
                0.7,
                2,
                "");
        double bytes = forkwatch.allocatedBytes().median() / series;
        Goals.atMost("Scrape, allocated for each series" + at, bytes, 350, 0, " B");
    }
}
