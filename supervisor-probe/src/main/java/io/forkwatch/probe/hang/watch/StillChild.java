package io.forkwatch.probe.hang.watch;

import io.forkwatch.probe.process.Child;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.hang.Blockage;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.process.view.ProcessSample;
import io.forkwatch.probe.process.view.TreeMember;
import java.util.List;
import java.util.Optional;

/** A child that makes no progress as far as its figures tell: what is known of that. */
final class StillChild {
    /** An idle JVM takes less than 1 ms a second, and an idle browser 10 ms, with ten processes. */
    private static final long CPU_PART = 200;

    /** More than this may be a piece of work: what was found before may be another now. */
    private static final long WORK_PART = 500;

    private static final long WORK_NANOS = 10_000_000;

    /** CPU time is counted in hundredths of a second, and added up of several processes. */
    private static final long GRAIN_NANOS = 30_000_000;

    final Child child;
    final List<TreeMember> members;

    /** Since when it makes no progress, as far as its figures tell. */
    final long stillNanos;

    private long cpuNanos;
    private long sampledNanos;
    private boolean stopped;
    private boolean worked;

    /** The threads when they were looked at first, and since when none of those that tell has run. */
    Optional<Stamp> stamp = Optional.empty();

    long stampNanos;

    /** When it is due, and how long it is let be after that. */
    long dueNanos;

    long pauseNanos;

    /** What the last look found. */
    Optional<Blockage> seen = Optional.empty();

    long sinceNanos;
    /** When its threads were asked last. */
    long askedNanos;

    /** How often they were. */
    int asked;

    long lookedNanos;
    boolean looked;

    /** True once a second look has found the same: then it is shown, and {@code said} if that is not only possible. */
    boolean shown;

    boolean said;

    /** True if it has no stdout and no stderr any more. */
    boolean closed;

    private int misses;

    /** One that has just been seen. */
    StillChild(LivingChild living, ProcessSample sample, long nanos, long pauseNanos) {
        this.child = living.child();
        this.members = living.tree();
        this.pauseNanos = pauseNanos;
        this.stillNanos = nanos;
        this.dueNanos = nanos + 1;
        take(sample);
    }

    /** Keeps a sample; false if it made progress since the last one: it used a processor, or a process came or went. */
    boolean stays(LivingChild living, ProcessSample sample) {
        long passed = sample.nanos() - sampledNanos;
        long cpu = sample.treeCpu().totalNanos() - cpuNanos;
        long most = passed / CPU_PART * Math.max(1, members.size()) + GRAIN_NANOS;
        worked = cpu > passed / WORK_PART * Math.max(1, members.size()) + WORK_NANOS;
        boolean same = living.tree() == members || living.tree().equals(members);
        take(sample);
        return same && cpu <= most;
    }

    private void take(ProcessSample sample) {
        cpuNanos = sample.treeCpu().totalNanos();
        sampledNanos = sample.nanos();
        stopped = "TtD".indexOf(sample.state()) >= 0;
    }

    /** True if the state of its main thread tells more than its call. */
    boolean isStopped() {
        return stopped;
    }

    /** True if something is the matter with it of which nobody has been told. */
    boolean isSuspect() {
        return !shown && (stopped || seen.isPresent());
    }

    /** True if it may have done a piece of work between its last two samples. */
    boolean hasWorked() {
        return worked;
    }

    ProcessKey key() {
        return child.key();
    }

    /** Those that may be asked. */
    List<Long> pids() {
        return members.stream()
                .filter(member -> !member.zombie())
                .map(member -> member.key().pid())
                .toList();
    }

    /** Its living descendants. */
    List<ProcessKey> below() {
        return members.stream()
                .filter(member -> !member.zombie())
                .map(TreeMember::key)
                .filter(key -> !key.equals(child.key()))
                .toList();
    }

    /** Begins anew with these threads. */
    void restamp(Stamp now, long nanos) {
        stamp = Optional.of(now);
        stampNanos = nanos;
    }

    /** Lets it be for twice as long as the last time. */
    void backOff(long nanos, long longestNanos) {
        dueNanos = nanos + pauseNanos;
        pauseNanos = Math.min(longestNanos, 2 * pauseNanos);
    }

    /** True if the last look, and the one before, have found nothing where something was. */
    boolean isMissedTwice() {
        return ++misses > 1;
    }

    /** It goes on: all begins anew. */
    void restart(long nanos, long pause) {
        stamp = Optional.empty();
        seen = Optional.empty();
        looked = false;
        shown = false;
        said = false;
        misses = 0;
        dueNanos = nanos + 1;
        pauseNanos = pause;
    }

    /** Keeps what a look found. */
    void found(Blockage blockage, long since) {
        seen = Optional.of(blockage);
        sinceNanos = since;
        misses = 0;
    }
}
