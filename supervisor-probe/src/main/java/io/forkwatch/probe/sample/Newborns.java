package io.forkwatch.probe.sample;

import io.forkwatch.probe.process.event.Spawn;
import io.forkwatch.probe.thread.Confined;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Children whose start is known and who have not been opened yet. Where few start none of them waits. Where a burst of them
 * starts, the sampler would need as much CPU time as the host does: then they are opened in a small share of the time, and
 * all that wait as soon as the burst is over. Who ends before is counted and told, and was never opened.
 */
@Confined(Confined.To.SAMPLER)
final class Newborns {
    /** They get one part in so many of the time while more of them start. */
    private static final long SHARE = 50;

    /** What they get at once after a while of nothing: worth a hundred of them, or a few dozen in a JVM that is cold. */
    private static final long MOST_CREDIT_NANOS = 20_000_000;

    /** So many more starts than ends are no burst: children that are short or few never wait, however fast they come. */
    private static final int FEW = 64;

    /** One start in that time is forgotten: where no more come, none waits. */
    private static final long FORGET_NANOS = 5_000_000;

    /** After so long without a start the burst is over. */
    static final long BURST_OVER_NANOS = 250_000_000;

    /** One iteration for the rest of a burst: the ends of children are not kept waiting for longer. */
    private static final long MOST_NANOS_AT_ONCE = 50_000_000;

    /** A burst that does not end is a busy host: from then on the oldest is opened whatever that costs. */
    static final long LONGEST_WAIT_NANOS = 30_000_000_000L;

    /** Of texts of the host, in those that wait. */
    static final long MOST_TEXT_BYTES = 4L << 20;

    private final Map<WaitingPid, Spawn> oldestFirst = new LinkedHashMap<>();
    private final int few;
    private int crowd;
    private long forgottenAtNanos;
    private long textBytes;
    private long creditNanos = MOST_CREDIT_NANOS;
    private long creditedAtNanos;
    private long lastStartNanos;

    /** A pid from the start of its process until its end is told: nobody else has it meanwhile. */
    private record WaitingPid(long pid) {
        // Not left to the record: its first comparison would be linked at run time, at the start of the first child.
        @Override
        public boolean equals(Object other) {
            return other instanceof WaitingPid that && that.pid == pid;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(pid);
        }
    }

    /** Nobody waits at {@code nanos}. */
    Newborns(long nanos) {
        this(nanos, FEW);
    }

    /** The same where another number is few. */
    Newborns(long nanos, int few) {
        this.few = few;
        this.forgottenAtNanos = nanos;
        this.creditedAtNanos = nanos;
        this.lastStartNanos = nanos;
    }

    /** One has started. If one with its pid waits, its end was lost: that one is returned, and waits no more. */
    Optional<Spawn> add(Spawn spawn) {
        Optional<Spawn> older = remove(spawn.pid());
        forget(spawn.nanos());
        crowd = Math.min(crowd + 1, 2 * few + 1);
        oldestFirst.put(new WaitingPid(spawn.pid()), spawn);
        textBytes += spawn.textBytes();
        lastStartNanos = spawn.nanos();
        return older;
    }

    private void forget(long nanos) {
        long forgotten = (nanos - forgottenAtNanos) / FORGET_NANOS;
        if (forgotten > 0) {
            crowd = (int) Math.max(0, crowd - forgotten);
            forgottenAtNanos += forgotten * FORGET_NANOS;
        }
    }

    /** A child has ended. */
    void ended() {
        crowd = Math.max(0, crowd - 1);
    }

    /** Takes one out, if it waits. */
    Optional<Spawn> remove(long pid) {
        Optional<Spawn> removed = Optional.ofNullable(oldestFirst.remove(new WaitingPid(pid)));
        if (removed.isPresent()) {
            textBytes -= removed.get().textBytes();
        }
        return removed;
    }

    /** True if that one waits. */
    boolean has(long pid) {
        return oldestFirst.containsKey(new WaitingPid(pid));
    }

    /** True if nobody waits. */
    boolean isEmpty() {
        return oldestFirst.isEmpty();
    }

    /** Takes the oldest out; empty if nobody waits. */
    Optional<Spawn> poll() {
        Iterator<Spawn> oldest = oldestFirst.values().iterator();
        return oldest.hasNext() ? remove(oldest.next().pid()) : Optional.empty();
    }

    /** Takes the oldest out, if it may be opened in an iteration that began at {@code fromNanos}. */
    Optional<Spawn> pollDue(long fromNanos, long now) {
        return !isEmpty() && mayOpen(fromNanos, now) ? poll() : Optional.empty();
    }

    private boolean mayOpen(long fromNanos, long now) {
        if (isBurstOver(now)) {
            return now - fromNanos < MOST_NANOS_AT_ONCE;
        }
        return crowd <= few
                || creditNanos - (now - fromNanos) > 0
                || textBytes > MOST_TEXT_BYTES
                || now - oldestFirst.values().iterator().next().nanos() >= LONGEST_WAIT_NANOS;
    }

    private boolean isBurstOver(long now) {
        return now - lastStartNanos >= BURST_OVER_NANOS;
    }

    /** An iteration is over that began at {@code fromNanos}. */
    void spent(long fromNanos, long now) {
        long earned = (now - creditedAtNanos) / SHARE;
        creditedAtNanos = now;
        long cost = crowd <= few ? 0 : now - fromNanos;
        creditNanos = Math.min(MOST_CREDIT_NANOS, creditNanos + earned - cost);
    }

    /** When more of them may be opened, if nothing else happens; far away if nobody waits. */
    long dueNanos(long now) {
        if (isEmpty()) {
            return now + LONGEST_WAIT_NANOS;
        }
        return isBurstOver(now) ? now : lastStartNanos + BURST_OVER_NANOS;
    }
}
