package io.forkwatch.probe.sample;

import io.forkwatch.probe.orphans.Orphans;
import io.forkwatch.probe.process.Child;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.event.ChildEvent;
import io.forkwatch.probe.process.event.Kill;
import io.forkwatch.probe.process.event.KillProgram;
import io.forkwatch.probe.process.event.LeftBehind;
import io.forkwatch.probe.process.event.Spawn;
import io.forkwatch.probe.process.event.StartFailure;
import io.forkwatch.probe.process.event.Zombie;
import io.forkwatch.probe.process.orphan.Origin;
import io.forkwatch.probe.register.ChildEnd;
import io.forkwatch.probe.register.ChildRegister;
import io.forkwatch.probe.thread.Confined;
import java.util.List;
import java.util.Optional;

/** Takes what happened out of the inbox, to the register and the orphans, and delivers what came of it. */
@Confined(Confined.To.SAMPLER)
final class EventIntake {
    /** The end of the supervisor waits for it. */
    private static final long MOST_NANOS_AT_END = 500_000_000;

    private final EventInbox inbox;
    private final ChildRegister register;
    private final Orphans orphans;
    private final DescriptorPolicy descriptors;
    private final SamplerSink sink;
    private final Newborns newborns;
    private final Clocks clocks;

    EventIntake(
            EventInbox inbox,
            ChildRegister register,
            Orphans orphans,
            DescriptorPolicy descriptors,
            SamplerSink sink,
            Newborns newborns,
            Clocks clocks) {
        this.inbox = inbox;
        this.register = register;
        this.orphans = orphans;
        this.descriptors = descriptors;
        this.sink = sink;
        this.newborns = newborns;
        this.clocks = clocks;
    }

    /** Takes all that is there, and opens the newborns whose turn it is; true if that is anything. */
    boolean takeAll() {
        boolean heard = takeEvents();
        long from = clocks.nanos();
        for (Optional<Spawn> next = newborns.pollDue(from, from);
                next.isPresent();
                next = newborns.pollDue(from, clocks.nanos())) {
            heard = true;
            open(next.get());
        }
        return heard;
    }

    /** Takes all that is there, and opens all newborns for which there is time; of the others no more is known than that. */
    void takeAllAtEnd() {
        takeEvents();
        long from = clocks.nanos();
        for (Optional<Spawn> next = newborns.poll(); next.isPresent(); next = newborns.poll()) {
            if (clocks.nanos() - from < MOST_NANOS_AT_END) {
                open(next.get());
            } else {
                deliver(register.startedAndEnded(next.get()));
            }
        }
    }

    private boolean takeEvents() {
        boolean heard = false;
        for (Optional<ChildEvent> event = inbox.poll(); event.isPresent(); event = inbox.poll()) {
            heard = true;
            take(event.get());
        }
        return heard;
    }

    private void open(Spawn spawn) {
        boolean ended = inbox.holdsEndOf(spawn.pid());
        deliver(ended ? register.startedAndEnded(spawn) : register.started(spawn));
    }

    private void openIfNewborn(long pid) {
        Optional<Spawn> newborn = newborns.remove(pid);
        if (newborn.isPresent()) {
            open(newborn.get());
        }
    }

    private void take(ChildEvent event) {
        if (event instanceof Spawn spawn) {
            descriptors.childStarted();
            Optional<Spawn> lost = newborns.add(spawn);
            if (lost.isPresent()) {
                deliver(register.startedAndEnded(lost.get()));
            }
        } else if (event instanceof Zombie zombie) {
            end(zombie);
        } else if (event instanceof Kill kill) {
            openIfNewborn(kill.pid());
            register.killAsked(kill);
        } else if (event instanceof KillProgram program) {
            register.heardOf(program);
        } else if (event instanceof StartFailure failure) {
            sink.startFailed(failure.kept(), register.startFailed(failure));
        } else if (event instanceof LeftBehind left) {
            orphans.leftBehind(left, register.admit(left.kind()));
        }
    }

    private void end(Zombie zombie) {
        newborns.ended();
        Optional<Spawn> newborn = newborns.remove(zombie.pid());
        if (newborn.isPresent()) {
            deliver(register.startedAndEnded(newborn.get()));
        }
        deliver(register.ended(zombie));
    }

    /** Delivers the ends of children; whom they left behind are orphans. */
    void deliver(List<ChildEnd> ends) {
        for (int i = 0; i < ends.size(); i++) {
            deliver(ends.get(i));
        }
    }

    private void deliver(Optional<ChildEnd> end) {
        if (end.isPresent()) {
            deliver(end.get());
        }
    }

    private void deliver(ChildEnd end) {
        Child child = end.death().child();
        for (ChildEnd.Left left : end.leftBehind()) {
            Origin.OutlivedChild origin =
                    new Origin.OutlivedChild(child.name(), child.key().pid(), left.by());
            orphans.outlived(left.key(), origin, end.death().nanos());
        }
        sink.died(end.death());
    }
}
