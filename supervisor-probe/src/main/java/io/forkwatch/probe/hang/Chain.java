package io.forkwatch.probe.hang;

import io.forkwatch.probe.process.hang.BlockedLink;
import io.forkwatch.probe.process.hang.BlockedOn;
import io.forkwatch.probe.process.hang.Sureness;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A process and whom it waits for, to the end.
 *
 * @param links the process first; none if it is gone
 * @param on what holds up the end; absent if it is no hang
 * @param sureness how sure
 * @param held how many of the links are held up, if it is one
 * @param cycle true if it ends where it began
 * @param hidden true if calls in it may not be read
 */
record Chain(
        List<BlockedLink> links, Optional<BlockedOn> on, Sureness sureness, int held, boolean cycle, boolean hidden) {
    /** Of somebody who is in the chain already. */
    static final Chain CYCLE = new Chain(List.of(), Optional.empty(), Sureness.CERTAIN, 0, true, false);

    /** Of somebody who is gone, or of whom no more is asked. */
    static final Chain NOTHING = new Chain(List.of(), Optional.empty(), Sureness.CERTAIN, 0, false, false);

    /** Of a link that is a hang by itself. */
    static Chain hang(BlockedLink link, BlockedOn on, Sureness sureness, boolean hidden) {
        return new Chain(List.of(link), Optional.of(on), sureness, 1, false, hidden);
    }

    /** Of a link that is none, as far as is known. */
    static Chain healthy(BlockedLink link, boolean hidden) {
        return new Chain(List.of(link), Optional.empty(), Sureness.CERTAIN, 0, false, hidden);
    }

    boolean isHang() {
        return on.isPresent();
    }

    /** This, and behind it whom its last waits for: what holds that one up is what holds up this one. */
    Chain then(Chain next) {
        List<BlockedLink> all = new ArrayList<>(links);
        all.addAll(next.links);
        return next.isHang()
                ? new Chain(
                        all,
                        next.on,
                        sureness.and(next.sureness),
                        links.size() + next.held,
                        next.cycle,
                        hidden || next.hidden)
                : new Chain(all, on, sureness, held, cycle || next.cycle, hidden || next.hidden);
    }

    /** The same, no surer than that. */
    Chain atMost(Sureness most) {
        return new Chain(links, on, sureness.and(most), held, cycle, hidden);
    }

    /** The same as a hang, for that reason. */
    Chain heldBy(BlockedOn reason, Sureness most) {
        return new Chain(links, Optional.of(reason), sureness.and(most), links.size(), cycle, hidden);
    }
}
