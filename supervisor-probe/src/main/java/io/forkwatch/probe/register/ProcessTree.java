package io.forkwatch.probe.register;

import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.procfs.LastPid;
import io.forkwatch.probe.procfs.PidList;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.pid.PidStat;
import io.forkwatch.probe.procfs.text.ByteSpan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Finds the descendants of all children in one pass: lists the pids, opens only those that the last listing did not
 * have, and gives each to the child below which it was born. Found once, a descendant is followed by its descriptor,
 * whoever its parent becomes. Finds children that nobody announced, too: JNI libraries have a fork(2) of their own.
 * While the kernel gives no pid away there is nothing to list. Sampler thread only.
 */
public final class ProcessTree {
    /** A listing older than this says nothing about which pids are new: they may have been given away again. */
    private static final long STALE_NANOS = 10_000_000_000L;

    /** So often all are read again, for the pid that was given away between two listings. */
    private static final long FULL_PASS_NANOS = 60_000_000_000L;

    private static final int MOST_STAT_BYTES = 4096;

    private final ProcFs procFs;
    private final ProcessOpener opener;
    private final ByteSpan text = new ByteSpan(MOST_STAT_BYTES);
    private final PidStat stat = new PidStat();
    private PidList listed = new PidList();
    private PidList spare = new PidList();
    private long[] undecided = {};
    private Optional<LastPid> cursor = Optional.empty();
    private long cursorSoughtNanos;
    private long lastPid = LastPid.UNKNOWN;
    private long listedNanos;
    private long fullPassNanos;
    private long ownPid;

    /** A tree that has seen nothing. */
    public ProcessTree(ProcFs procFs, ProcessOpener opener) {
        this.procFs = procFs;
        this.opener = opener;
    }

    /**
     * Adds the descendants that are new since the last call, and children of this JVM that are still unknown at their
     * second listing.
     *
     * @throws IOException if the processes of this machine cannot be listed
     */
    public void refresh(ChildRegister register, long nanos) throws IOException {
        // Read before the listing: who is born while that is taken may not be in it.
        long last = lastPid(nanos);
        if (last != LastPid.UNKNOWN && last == lastPid && undecided.length == 0) {
            listedNanos = nanos;
            fullPassNanos = nanos;
        } else {
            list(register, nanos);
            lastPid = last; // Of one that failed nothing is known.
        }
    }

    private long lastPid(long nanos) {
        if (cursor.isEmpty() && nanos - cursorSoughtNanos >= 0) {
            cursorSoughtNanos = nanos + FULL_PASS_NANOS;
            try {
                cursor = Optional.of(LastPid.open(procFs));
            } catch (IOException notToBeHad) {
                return LastPid.UNKNOWN;
            }
        }
        long last = cursor.isPresent() ? cursor.get().read() : LastPid.UNKNOWN;
        if (last == LastPid.UNKNOWN) {
            forgetCursor(nanos);
        }
        return last;
    }

    // An interrupt closes a channel for ever: it is opened anew at the next listing.
    private void forgetCursor(long nanos) {
        if (cursor.isPresent()) {
            opener.close(cursor.get());
            cursor = Optional.empty();
            cursorSoughtNanos = nanos;
        }
    }

    private void list(ChildRegister register, long nanos) throws IOException {
        if (nanos - listedNanos > STALE_NANOS || nanos - fullPassNanos > FULL_PASS_NANOS) {
            listed.clear();
            fullPassNanos = nanos;
        }
        PidList now = spare;
        procFs.list(now);
        List<Newborn> newborns = newborns(now);
        spare = listed;
        listed = now;
        listedNanos = nanos;
        adoptAll(newborns, register, nanos);
        undecided = pidsOf(newborns); // Until it is known whose they are, which may fail.
        if (findChildren(newborns, register, nanos)) {
            adoptAll(newborns, register, nanos);
        }
        undecided = seenOnce(newborns);
    }

    private List<Newborn> newborns(PidList now) {
        List<Newborn> newborns = new ArrayList<>(0);
        for (int i = 0; i < now.size(); i++) {
            long pid = now.pid(i);
            boolean second = Arrays.binarySearch(undecided, pid) >= 0;
            if (second || !listed.contains(pid)) {
                look(pid, !second, newborns);
            }
        }
        return newborns;
    }

    // At the first listing the word of a child's start may still be on its way.
    private boolean findChildren(List<Newborn> newborns, ChildRegister register, long nanos) throws IOException {
        boolean found = false;
        for (Newborn newborn : newborns) {
            if (newborn.ppid == ownPid() && !newborn.first && !register.knows(newborn.key.pid())) {
                register.unannounced(newborn.key, nanos);
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

    // A child may start and fork while the listing is taken, before the sampler has heard of it: its children, which
    // have no parent in the register yet, get a second chance at the next listing. In the order of the pids, as listed.
    private static long[] seenOnce(List<Newborn> parentless) {
        return pidsOf(parentless.stream().filter(Newborn::first).toList());
    }

    private static long[] pidsOf(List<Newborn> newborns) {
        return newborns.stream().mapToLong(newborn -> newborn.key().pid()).toArray();
    }

    private void look(long pid, boolean first, List<Newborn> newborns) {
        try {
            procFs.stat(pid, text, stat);
            newborns.add(new Newborn(new ProcessKey(pid, stat.starttimeTicks()), stat.ppid(), first));
        } catch (IOException goneOrHidden) {
            return; // Normal in the middle of a listing, and for processes of others under hidepid=1.
        }
    }

    // A parent may stand behind its child in the listing: go round until nobody finds one any more.
    private void adoptAll(List<Newborn> newborns, ChildRegister register, long nanos) {
        boolean adopted = true;
        while (adopted) {
            adopted = false;
            for (int i = newborns.size() - 1; i >= 0; i--) {
                if (adopt(newborns.get(i), register, nanos)) {
                    newborns.remove(i);
                    adopted = true;
                }
            }
        }
    }

    private boolean adopt(Newborn newborn, ChildRegister register, long nanos) {
        // An orphan may have come to this JVM, if that is process 1 or a subreaper: it stays an orphan.
        if (register.isInFlight(newborn.key) || register.orphans().isFollowed(newborn.key)) {
            return true;
        }
        for (TrackedChild child : register.living()) {
            Optional<TrackedProcess> parent = parentIn(child, newborn.ppid);
            if (parent.isPresent()) {
                follow(newborn.key, parent.get(), child, nanos);
                return true;
            }
        }
        return register.orphans().adopt(newborn.key, newborn.ppid, nanos);
    }

    private void follow(ProcessKey key, TrackedProcess parent, TrackedChild child, long nanos) {
        Optional<TrackedProcess> opened =
                opener.open(key.pid(), parent.comm(), nanos).process();
        if (opened.isEmpty()) {
            return;
        }
        if (opened.get().key().equals(key)) {
            child.adopt(opened.get());
        } else {
            opener.close(opened.get()); // Its pid was given away while the listing was taken: it is new next time.
        }
    }

    private Optional<TrackedProcess> parentIn(TrackedChild child, long ppid) {
        if (child.root().isPresent() && isThere(child.root().get(), ppid)) {
            return child.root();
        }
        for (int i = 0; i < child.descendants().size(); i++) {
            if (isThere(child.descendants().get(i), ppid)) {
                return Optional.of(child.descendants().get(i));
            }
        }
        return Optional.empty();
    }

    // Asked now, of the held descriptor: since the last look its pid may have become a stranger's.
    private boolean isThere(TrackedProcess process, long pid) {
        return process.key().pid() == pid && opener.isThere(process);
    }

    private record Newborn(ProcessKey key, long ppid, boolean first) {}
}
