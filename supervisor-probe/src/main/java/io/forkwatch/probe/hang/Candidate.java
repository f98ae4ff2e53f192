package io.forkwatch.probe.hang;

import io.forkwatch.probe.process.hang.BlockedLink;
import io.forkwatch.probe.process.hang.BlockedOn;
import io.forkwatch.probe.process.hang.Sureness;
import java.util.List;
import java.util.Optional;

/**
 * What a thread of a process is in, and what that may mean.
 *
 * @param link that
 * @param on what holds it up, if that alone is a hang; absent if it depends on whom it waits for
 * @param sureness how sure
 * @param next whom it waits for
 * @param all true if it goes on as soon as one of them does, so that all have to be held up
 */
record Candidate(BlockedLink link, Optional<BlockedOn> on, Sureness sureness, List<Long> next, boolean all) {
    static Candidate hang(BlockedLink link, BlockedOn on, Sureness sureness, List<Long> next) {
        return new Candidate(link, Optional.of(on), sureness, next, false);
    }

    static Candidate waits(BlockedLink link, Sureness sureness, List<Long> next, boolean all) {
        return new Candidate(link, Optional.empty(), sureness, next, all);
    }

    static Candidate healthy(BlockedLink link) {
        return new Candidate(link, Optional.empty(), Sureness.CERTAIN, List.of(), false);
    }
}
