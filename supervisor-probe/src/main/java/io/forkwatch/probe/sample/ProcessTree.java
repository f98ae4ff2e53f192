package io.forkwatch.probe.sample;

import io.forkwatch.probe.orphans.Orphans;
import io.forkwatch.probe.process.Trouble;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.register.ChildRegister;
import io.forkwatch.probe.thread.Confined;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the descendants of all children in one pass: gives each process that is new to the child below which it was born,
 * or to the orphans. Found once, a descendant is followed by its descriptor, whoever its parent becomes. Finds unhooked
 * children, too: JNI libraries have a fork(2) of their own.
 */
@Confined(Confined.To.SAMPLER)
public final class ProcessTree {
    private final ProcFs procFs;
    private final ProcessListing listing;
    private final ChildRegister register;
    private final Orphans orphans;
    private final Newborns newborns;
    private final ReparentedProcesses reparented;
    private long ownPid;

    /** A tree that has seen nothing. */
    public ProcessTree(ProcFs procFs, ChildRegister register, Orphans orphans, Trouble trouble) {
        this(procFs, register, orphans, new Newborns(0), trouble);
    }

    /**
     * The same where some children are known that the register has not got yet.
     *
     * @param newborns those
     */
    ProcessTree(ProcFs procFs, ChildRegister register, Orphans orphans, Newborns newborns, Trouble trouble) {
        this.procFs = procFs;
        this.listing = new ProcessListing(procFs, trouble);
        this.register = register;
        this.orphans = orphans;
        this.newborns = newborns;
        this.reparented = new ReparentedProcesses(procFs, register, orphans);
    }

    /**
     * Adds the descendants that are new since the last call, and children of this JVM that are still unknown at their
     * second listing.
     *
     * @throws IOException if the processes of this machine cannot be listed
     */
    public void refresh(long nanos) throws IOException {
        List<NewProcess> fresh = listing.list(nanos);
        if (fresh.isEmpty()) {
            return;
        }
        adoptAll(fresh, nanos);
        if (newborns.isEmpty() && reparented.takeFrom(fresh, nanos)) {
            adoptAll(fresh, nanos);
        }
        if (findChildren(fresh, nanos)) {
            adoptAll(fresh, nanos);
        }
        listing.undecided(newborns.isEmpty() ? seenOnce(fresh) : fresh);
    }

    // A parent may stand behind its child in the listing: go round until nobody finds one any more.
    private void adoptAll(List<NewProcess> fresh, long nanos) {
        boolean adopted = true;
        while (adopted) {
            adopted = false;
            for (int i = fresh.size() - 1; i >= 0; i--) {
                if (adopt(fresh.get(i), nanos)) {
                    fresh.remove(i);
                    adopted = true;
                }
            }
        }
    }

    // An orphan may have come to this JVM, if that is process 1 or a subreaper: it stays an orphan.
    private boolean adopt(NewProcess process, long nanos) {
        return newborns.has(process.key().pid())
                || register.isInFlight(process.key())
                || orphans.isFollowed(process.key())
                || register.adopt(process.key(), process.ppid(), nanos)
                || orphans.adopt(process.key(), process.ppid(), nanos);
    }

    // At the first listing the event of a child's start may still be on its way.
    private boolean findChildren(List<NewProcess> fresh, long nanos) throws IOException {
        boolean found = false;
        for (NewProcess process : fresh) {
            if (process.isChildOf(ownPid())
                    && !process.first()
                    && !register.knows(process.key().pid())) {
                register.foundUnhooked(process.key(), nanos);
                found = true;
            }
        }
        return found;
    }

    private long ownPid() throws IOException {
        if (ownPid == 0) {
            ownPid = procFs.self().pid();
        }
        return ownPid;
    }

    // A parent that has not been opened yet will be in the register later: until then nobody is decided.
    // A child may start and fork while the listing is taken, before the sampler has heard of it: its children, which
    // have no parent in the register yet, get a second chance at the next listing.
    private static List<NewProcess> seenOnce(List<NewProcess> parentless) {
        List<NewProcess> once = new ArrayList<>(0);
        for (NewProcess process : parentless) {
            if (process.first()) {
                once.add(process);
            }
        }
        return once;
    }
}
