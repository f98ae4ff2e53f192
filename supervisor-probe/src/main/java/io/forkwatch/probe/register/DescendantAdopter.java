package io.forkwatch.probe.register;

import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.orphan.Attribution;
import io.forkwatch.probe.thread.Confined;
import java.util.List;
import java.util.Optional;

/** Gives a process that is new to the child below which it was born. */
@Confined(Confined.To.SAMPLER)
final class DescendantAdopter {
    private final ProcessOpener opener;
    private final ProcessFacts facts;
    private final KillPrograms killers;

    DescendantAdopter(ProcessOpener opener, ProcessFacts facts, KillPrograms killers) {
        this.opener = opener;
        this.facts = facts;
        this.killers = killers;
    }

    /** True if its parent is one of these children, or stands below one: it is followed then, unless it is gone again. */
    boolean adopt(ProcessKey key, long ppid, List<TrackedChild> children, long nanos) {
        for (int i = 0; i < children.size(); i++) {
            Optional<TrackedProcess> parent = parentIn(children.get(i), ppid);
            if (parent.isPresent()) {
                follow(key, Attribution.PARENT, parent.get().comm(), children.get(i), nanos);
                return true;
            }
        }
        return false;
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

    // Asked now, of the held descriptor: since the last sample its pid may have become a stranger's.
    private boolean isThere(TrackedProcess process, long pid) {
        return process.key().pid() == pid && opener.isThere(process);
    }

    /**
     * Follows a process below a child, unless it is gone again.
     *
     * @param by what says that it belongs there
     * @param parentComm the command name of its parent
     */
    void follow(ProcessKey key, Attribution by, String parentComm, TrackedChild child, long nanos) {
        Optional<TrackedProcess> opened =
                opener.open(key.pid(), by, parentComm, nanos).process();
        if (opened.isEmpty()) {
            return;
        }
        if (opened.get().key().equals(key)) {
            child.adopt(opened.get());
            killers.found(key, opened.get().comm(), child.child().key().pid(), facts, nanos);
        } else {
            opener.close(opened.get()); // Its pid was given away while the listing was taken: it is new next time.
        }
    }
}
