package io.forkwatch.probe.hang;

import io.forkwatch.probe.hang.Sight.Seen;
import io.forkwatch.probe.hang.Sight.SeenThread;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.hang.Blockage;
import io.forkwatch.probe.process.hang.BlockedLink;
import io.forkwatch.probe.process.hang.BlockedOn;
import io.forkwatch.probe.process.hang.Doing;
import io.forkwatch.probe.process.hang.Sureness;
import io.forkwatch.probe.process.hang.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who waits for whom: a pure function of what can be seen at one moment. What it finds is a hang only if a second look, some time
 * later, finds the same, see {@link Blockage#persists}. For any thread; one look an object.
 */
public final class WaitGraph {
    /** Longer chains are cut: nobody reads them. */
    private static final int DEEPEST = 12;

    /** Of the processes that are followed in one look; a wide tree would be followed again and again. */
    private static final int MOST_FOLLOWED = 256;

    private final Sight sight;
    private int followed;

    /** Of what can be seen now. */
    WaitGraph(Sight sight) {
        this.sight = sight;
    }

    /** Of what this process can see now. */
    public static WaitGraph now(Look look) {
        return new WaitGraph(look);
    }

    /**
     * What holds up a process, or one of its tree.
     *
     * @param root who is asked about
     * @param tree its living descendants, nearest first
     * @return empty if nothing does that can be seen, as for each healthy program that waits; else the surest of what was found, and
     *     of those that are as sure the nearest
     */
    public Optional<Blockage> why(ProcessKey root, List<ProcessKey> tree) {
        List<ProcessKey> all = new ArrayList<>();
        all.add(root);
        all.addAll(tree);
        Optional<Chain> best = Optional.empty();
        for (ProcessKey each : all) {
            Chain chain = chain(root, each);
            boolean better = chain.isHang()
                    && (best.isEmpty() || chain.sureness().compareTo(best.get().sureness()) < 0);
            best = better ? Optional.of(chain) : best;
        }
        return best.isPresent() ? Optional.of(blockage(root, best.get())) : Optional.empty();
    }

    /**
     * What a process is in, and whom that waits for, be it a hang or not.
     *
     * @return the process itself first; empty if it is gone
     */
    public List<BlockedLink> standing(ProcessKey root) {
        return chain(root, root).links();
    }

    private Chain chain(ProcessKey root, ProcessKey from) {
        followed = 0;
        Optional<Seen> seen = sight.process(from.pid());
        boolean same = seen.isPresent()
                && (from.starttimeTicks() == 0 || seen.get().key().equals(from));
        return same ? follow(from.pid(), List.of(), new Telling(sight, new Targets(sight, root.pid()))) : Chain.NOTHING;
    }

    private Blockage blockage(ProcessKey root, Chain chain) {
        Target last = chain.links().get(chain.held() - 1).target();
        boolean ours = last.isOurs();
        return new Blockage(
                root,
                chain.on().orElseThrow(),
                chain.sureness(),
                chain.links(),
                chain.held(),
                chain.cycle(),
                chain.hidden(),
                ours ? sight.waiter() : Optional.empty());
    }

    private Chain follow(long pid, List<Long> path, Telling telling) {
        if (path.contains(pid)) {
            return Chain.CYCLE;
        }
        Optional<Seen> seen = sight.process(pid);
        if (seen.isEmpty() || path.size() >= DEEPEST || followed++ >= MOST_FOLLOWED) {
            return Chain.NOTHING;
        }
        List<SeenThread> threads = sight.threads(pid);
        boolean hidden = threads.stream().anyMatch(SeenThread::hidden);
        List<Long> further = new ArrayList<>(path);
        further.add(pid);
        Optional<Chain> told = Optional.empty();
        Chain last = Chain.NOTHING;
        for (Candidate candidate : telling.of(seen.get(), threads)) {
            last = follow(candidate, further, hidden, telling);
            if (last.isHang()) {
                return last;
            }
            boolean tells = told.isEmpty() && candidate.link().doing() != Doing.OTHER;
            told = tells ? Optional.of(last) : told;
        }
        return told.orElse(last);
    }

    private Chain follow(Candidate candidate, List<Long> path, boolean hidden, Telling telling) {
        if (candidate.on().isPresent()) {
            Chain chain = Chain.hang(candidate.link(), candidate.on().get(), candidate.sureness(), hidden);
            return candidate.next().isEmpty()
                    ? chain
                    : chain.then(follow(candidate.next().get(0), path, telling));
        }
        Chain chain = Chain.healthy(candidate.link(), hidden);
        if (candidate.next().isEmpty()) {
            return chain;
        }
        return candidate.all() ? readers(chain, candidate, path, telling) : children(chain, candidate, path, telling);
    }

    // It goes on when its child ends, or all of them have; who has ended already is about to be waited for.
    private Chain children(Chain chain, Candidate candidate, List<Long> path, Telling telling) {
        List<Chain> healthy = new ArrayList<>();
        List<Chain> hangs = new ArrayList<>();
        for (long child : candidate.next()) {
            Chain next = follow(child, path, telling);
            if (!next.links().isEmpty() && next.links().get(0).doing() == Doing.ENDED) {
                return chain;
            }
            // The reaper of a JVM waits for each child: that says nothing of the threads that could read what this one
            // writes.
            boolean waitsForUs = next.cycle() && candidate.sureness() == Sureness.CERTAIN;
            if (next.isHang() || waitsForUs) {
                hangs.add(next);
            } else if (!next.links().isEmpty()) {
                healthy.add(next);
            }
        }
        if (hangs.isEmpty() || (!healthy.isEmpty() && !hangs.get(0).isHang())) {
            return healthy.isEmpty() ? chain : chain.then(healthy.get(0));
        }
        Sureness most = healthy.isEmpty() ? candidate.sureness() : Sureness.LIKELY.and(candidate.sureness());
        return chain.then(hangs.get(0)).atMost(most);
    }

    // It goes on when one of them writes: so all have to be held up, each with all of its threads.
    private Chain readers(Chain chain, Candidate candidate, List<Long> path, Telling telling) {
        Optional<Chain> first = Optional.empty();
        boolean all = true;
        for (long writer : candidate.next()) {
            Chain next = follow(writer, path, telling);
            boolean whole = sight.threads(writer).size() == 1;
            all &= whole && (next.isHang() || next.cycle());
            first = first.isEmpty() || (!first.get().isHang() && next.isHang()) ? Optional.of(next) : first;
        }
        Chain followedBy = chain.then(first.orElse(Chain.NOTHING));
        if (!all) {
            return Chain.healthy(candidate.link(), followedBy.hidden());
        }
        return followedBy.isHang() ? followedBy : followedBy.heldBy(BlockedOn.PIPE, candidate.sureness());
    }
}
