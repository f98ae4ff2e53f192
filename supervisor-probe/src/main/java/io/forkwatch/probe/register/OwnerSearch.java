package io.forkwatch.probe.register;

import io.forkwatch.probe.process.orphan.Attribution;
import io.forkwatch.probe.process.orphan.Origin;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.pid.OutputPipes;
import io.forkwatch.probe.procfs.pid.PidGroup;
import io.forkwatch.probe.thread.Confined;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * From which child a process came whose parent was gone before anybody looked, as after a double fork. What fits two
 * children says nothing.
 */
@Confined(Confined.To.SAMPLER)
final class OwnerSearch {
    /** The kernel counts starts in ticks, and our clock is another one. */
    private static final long CLOCKS_APART_NANOS = 20_000_000;

    /** Of links, for one process: those of each child are read once. */
    private static final int MOST_READS = 256;

    private final ProcFs files;
    private final List<TrackedChild> living;
    private final EndedChildren ended;

    OwnerSearch(ProcFs files, List<TrackedChild> living, EndedChildren ended) {
        this.files = files;
        this.living = living;
        this.ended = ended;
    }

    /**
     * By what proves it: process group, session, and then the pipe that was made for a child's output.
     *
     * @param startNanos monotonic time when the process started
     */
    Optional<Owner> proved(Stray stray, long startNanos) {
        PidGroup group = stray.group();
        Optional<Owner> owner = leadBy(group.pgrp(), Attribution.PROCESS_GROUP, startNanos);
        owner = owner.isPresent() ? owner : leadBy(group.session(), Attribution.SESSION, startNanos);
        return owner.isPresent() ? owner : writesTo(stray.pipes());
    }

    // While there is anybody in a group its number is given to nobody else: so one that was born into it before the
    // child
    // ended is in the group of that child.
    private Optional<Owner> leadBy(long leader, Attribution by, long startNanos) {
        List<Owner> owners = new ArrayList<>(0);
        if (leader > 0) {
            for (int i = 0; i < living.size(); i++) {
                if (isGroupOf(living.get(i), leader, by)) {
                    owners.add(new Owner.Living(living.get(i), by));
                }
            }
            for (EndedChildren.Ended child : ended.all()) {
                if (child.pid() == leader && livedAt(child, startNanos)) {
                    owners.add(owner(child, by));
                }
            }
        }
        return only(owners);
    }

    private static boolean isGroupOf(TrackedChild child, long leader, Attribution by) {
        if (child.root().isPresent() && isIn(child.root().get(), leader, by)) {
            return true;
        }
        for (int i = 0; i < child.descendants().size(); i++) {
            if (isIn(child.descendants().get(i), leader, by)) {
                return true;
            }
        }
        return false;
    }

    // One that is known by less than its parent proves nothing of others.
    private static boolean isIn(TrackedProcess process, long leader, Attribution by) {
        PidGroup group = process.group();
        boolean member = (by == Attribution.SESSION ? group.session() : group.pgrp()) == leader;
        return !process.isGone()
                && process.by() != Attribution.OUTPUT_PIPE
                && (member || process.key().pid() == leader);
    }

    private Optional<Owner> writesTo(OutputPipes pipes) {
        List<Owner> owners = new ArrayList<>(0);
        int reads = 0;
        if (!pipes.isEmpty()) {
            for (int i = 0; i < living.size(); i++) {
                boolean room = reads < MOST_READS;
                reads += room && living.get(i).seeOutput(files) ? 1 : 0;
                if (living.get(i).outputPipes().meets(pipes)) {
                    owners.add(new Owner.Living(living.get(i), Attribution.OUTPUT_PIPE));
                }
            }
            for (EndedChildren.Ended child : ended.all()) {
                if (child.pipes().meets(pipes)) {
                    owners.add(owner(child, Attribution.OUTPUT_PIPE));
                }
            }
        }
        return only(owners);
    }

    /**
     * By its start alone: the one child that lived then, if there was one.
     *
     * @param startNanos monotonic time when the process started
     */
    Optional<Owner> onlyOneThen(long startNanos) {
        List<Owner> owners = new ArrayList<>(0);
        if (!ended.isWholeSince(startNanos - CLOCKS_APART_NANOS)) {
            return Optional.empty();
        }
        for (int i = 0; i < living.size(); i++) {
            if (living.get(i).child().startedNanos() - startNanos <= CLOCKS_APART_NANOS) {
                owners.add(new Owner.Living(living.get(i), Attribution.START_TIME));
            }
        }
        for (EndedChildren.Ended child : ended.all()) {
            if (livedAt(child, startNanos)) {
                owners.add(owner(child, Attribution.START_TIME));
            }
        }
        return only(owners);
    }

    private static boolean livedAt(EndedChildren.Ended child, long nanos) {
        return child.startedNanos() - nanos <= CLOCKS_APART_NANOS && nanos - child.nanos() <= CLOCKS_APART_NANOS;
    }

    private static Owner owner(EndedChildren.Ended child, Attribution by) {
        return new Owner.Ended(new Origin.OutlivedChild(child.name(), child.pid(), by), child.nanos());
    }

    private static Optional<Owner> only(List<Owner> owners) {
        return owners.size() == 1 ? Optional.of(owners.get(0)) : Optional.empty();
    }
}
