package io.forkwatch.probe.report;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * The last abnormal ends, and how many there were, at one moment.
 *
 * @param total abnormal ends since Forkwatch started
 * @param newestFirst those that are kept
 * @param sinceStart all ends by reason, clean ones too; only reasons that there were
 * @param day today, in UTC
 * @param ofDay all ends of that day by reason
 */
public record KeptExits(
        long total, List<Kept> newestFirst, Map<String, Long> sinceStart, LocalDate day, Map<String, Long> ofDay) {
    /** Nobody has ended. */
    public static final KeptExits NONE = new KeptExits(0, List.of(), Map.of(), LocalDate.EPOCH, Map.of());

    public KeptExits {
        newestFirst = List.copyOf(newestFirst);
        sinceStart = Map.copyOf(sinceStart);
        ofDay = Map.copyOf(ofDay);
    }

    /**
     * One end.
     *
     * @param number of the abnormal ends since Forkwatch started, from 1
     * @param json the record as JSON, one object
     * @param text the summary as lines for people
     */
    public record Kept(long number, String json, String text) {
        /** What it takes, about. */
        long bytes() {
            return 2L * (json.length() + text.length());
        }
    }
}
