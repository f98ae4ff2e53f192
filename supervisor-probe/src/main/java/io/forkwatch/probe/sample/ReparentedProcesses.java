package io.forkwatch.probe.sample;

import io.forkwatch.probe.orphans.Orphans;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.pid.OutputPipes;
import io.forkwatch.probe.procfs.pid.PidGroup;
import io.forkwatch.probe.procfs.pid.PidStat;
import io.forkwatch.probe.procfs.text.ByteSpan;
import io.forkwatch.probe.register.ChildRegister;
import io.forkwatch.probe.register.Owner;
import io.forkwatch.probe.register.Stray;
import io.forkwatch.probe.thread.Confined;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out whose the processes are that were reparented before anybody looked, as after a double fork: by their process
 * group, their session, or the pipe that they write to. Asked only about those that are new, are not older than this JVM, and
 * belong to process 1 or another that processes of this JVM are reparented to.
 */
@Confined(Confined.To.SAMPLER)
final class ReparentedProcesses {
    /** So many at one listing. */
    private static final int MOST_AT_ONCE = 64;

    /** What was there before the last two listings has been asked about then. */
    private static final long YOUNG_NANOS = 15_000_000_000L;

    private final ProcFs files;
    private final ChildRegister register;
    private final Orphans orphans;
    private final ByteSpan text = new ByteSpan(4096);
    private final PidStat stat = new PidStat();
    private final GroupOutsiders outsiders;
    private Optional<Self> self = Optional.empty();

    /**
     * What is known of this JVM.
     *
     * @param reapers who may get its processes: process 1, itself and all above it
     */
    private record Self(ProcessKey key, PidGroup group, OutputPipes pipes, Set<Long> reapers) {}

    ReparentedProcesses(ProcFs files, ChildRegister register, Orphans orphans) {
        this.files = files;
        this.register = register;
        this.orphans = orphans;
        this.outsiders = new GroupOutsiders(files, register, orphans);
    }

    /** Gives those whose owner can be told to it, and takes them out of the list; true if there was one. */
    boolean takeFrom(List<NewProcess> fresh, long nanos) {
        try {
            return takeAll(fresh, nanos);
        } catch (IOException ourselvesUnreadable) {
            return false; // Then they are nobody's, as before.
        }
    }

    private boolean takeAll(List<NewProcess> fresh, long nanos) throws IOException {
        boolean taken = false;
        int asked = 0;
        for (int i = fresh.size() - 1; i >= 0 && asked < MOST_AT_ONCE; i--) {
            if (isReparented(fresh.get(i))) {
                asked++;
                if (take(fresh.get(i), nanos)) {
                    fresh.remove(i);
                    taken = true;
                }
            }
        }
        return taken;
    }

    private boolean isReparented(NewProcess process) throws IOException {
        Self us = self();
        return us.reapers().contains(process.ppid())
                && process.key().starttimeTicks() >= us.key().starttimeTicks()
                && process.key().pid() != us.key().pid();
    }

    private boolean take(NewProcess process, long nanos) throws IOException {
        Optional<Stray> stray = stray(process.key());
        if (stray.isEmpty()) {
            return false;
        }
        PidGroup group = stray.get().group();
        if (orphans.adopt(process.key(), group.pgrp(), nanos) || orphans.adopt(process.key(), group.session(), nanos)) {
            return true;
        }
        Optional<Owner> owner = register.ownerOf(stray.get());
        if (owner.isEmpty() && mayTellByStart(process, stray.get(), nanos)) {
            owner = register.perhapsOwnerOf(process.key());
        }
        if (owner.isPresent()) {
            give(process.key(), owner.get(), nanos);
        }
        return owner.isPresent();
    }

    private void give(ProcessKey key, Owner owner, long nanos) {
        if (owner instanceof Owner.Living living) {
            register.adopt(key, living, nanos);
        } else if (owner instanceof Owner.Ended ended) {
            orphans.outlived(key, ended.child(), ended.nanos());
        }
    }

    private Optional<Stray> stray(ProcessKey key) throws IOException {
        Self us = self();
        try {
            files.stat(key.pid(), text, stat);
            PidGroup group = PidGroup.parse(text);
            boolean same = stat.starttimeTicks() == key.starttimeTicks();
            PidGroup telling = telling(group, key.pid(), us.group());
            Stray stray = new Stray(key, telling, pipes(key, us), group.equals(us.group()));
            return same ? Optional.of(stray) : Optional.empty();
        } catch (IOException goneOrHidden) {
            return Optional.empty();
        }
    }

    // What all processes of the supervisor have says nothing of one of them, and what it leads itself nothing of its
    // parent.
    private static PidGroup telling(PidGroup group, long pid, PidGroup own) {
        return new PidGroup(
                group.pgrp() == own.pgrp() || group.pgrp() == pid ? 0 : group.pgrp(),
                group.session() == own.session() || group.session() == pid ? 0 : group.session());
    }

    private OutputPipes pipes(ProcessKey key, Self us) {
        return files.outputPipes(key.pid()).without(us.pipes());
    }

    // Another explanation would be a process of whoever started this JVM. One that came to us may be a child that no
    // hook
    // has told of.
    private boolean mayTellByStart(NewProcess process, Stray stray, long nanos) throws IOException {
        Self us = self();
        return !process.first()
                && process.ppid() != us.key().pid()
                && stray.sharesGroup()
                && register.ageNanos(process.key()) <= YOUNG_NANOS
                && outsiders.cannotHaveStarted(process.key(), us.key(), us.group(), nanos);
    }

    private Self self() throws IOException {
        if (self.isEmpty()) {
            long pid = files.self().pid();
            files.stat(pid, text, stat);
            ProcessKey key = new ProcessKey(pid, stat.starttimeTicks());
            PidGroup group = PidGroup.parse(text);
            // A subreaper stands above who is reparented to it, prctl(2).
            Set<Long> reapers = outsiders.seeAbove(pid);
            reapers.add(1L);
            self = Optional.of(new Self(key, group, files.outputPipes(pid), reapers));
        }
        return self.get();
    }
}
