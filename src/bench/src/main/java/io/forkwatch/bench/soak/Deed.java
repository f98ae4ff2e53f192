package io.forkwatch.bench.soak;

import java.util.Locale;
import java.util.SplittableRandom;

/** What may happen next. The weight says how often, of the sum of all weights. */
enum Deed {
    FEW(20),
    STORM(3),
    BACKGROUND(8),
    JVMS(5),
    MEMORY(3),
    LODGER(3),
    KINDS(3),
    SLOTS(2),
    PIPELINE(4),
    ABSENT(3),
    GIANT(2),
    HEAP(1),
    DESCRIPTORS(2),
    INTERRUPT(2),
    SCRAPE(8, false),
    CROWD(3, false),
    HALF(2, false),
    SILENT(2, false),
    DRIP(2, false),
    STOP(1, false),
    ROTATE_LOG(2, false),
    REMOVE_EXITS(2, false),
    STALE_MARKER(1, false),
    SHORT_SUPERVISOR(5, false);

    private final int weight;
    private final boolean ofHost;

    Deed(int weight) {
        this(weight, true);
    }

    Deed(int weight, boolean ofHost) {
        this.weight = weight;
        this.ofHost = ofHost;
    }

    /** The next one. */
    static Deed next(SplittableRandom random) {
        int all = 0;
        for (Deed deed : values()) {
            all += deed.weight;
        }
        int at = random.nextInt(all);
        for (Deed deed : values()) {
            at -= deed.weight;
            if (at < 0) {
                return deed;
            }
        }
        throw new AssertionError(at);
    }

    /** Whether the supervisors do it themselves; else it is done to them. */
    boolean isOfHost() {
        return ofHost;
    }

    /** For the order, and the report. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
