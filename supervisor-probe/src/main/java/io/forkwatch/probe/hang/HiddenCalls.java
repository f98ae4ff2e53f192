package io.forkwatch.probe.hang;

import io.forkwatch.probe.hang.Sight.Seen;
import io.forkwatch.probe.hang.Sight.SeenThread;
import io.forkwatch.probe.process.hang.BlockedLink;
import io.forkwatch.probe.process.hang.BlockedOn;
import io.forkwatch.probe.process.hang.Doing;
import io.forkwatch.probe.process.hang.Medium;
import io.forkwatch.probe.process.hang.Party;
import io.forkwatch.probe.process.hang.Sureness;
import io.forkwatch.probe.process.hang.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What can still be known where the calls of a process may not be read, as with Yama's {@code ptrace_scope}: its descriptors may, and
 * the kernel's function in which a thread waits, by the beginnings of the names that kernels 6.1 to 6.18 have. 5.10 names none.
 */
final class HiddenCalls {
    private final Sight sight;
    private final Targets targets;

    HiddenCalls(Sight sight, Targets targets) {
        this.sight = sight;
        this.targets = targets;
    }

    Optional<Candidate> of(Seen process, SeenThread thread) {
        String wchan = thread.wchan();
        if (wchan.startsWith("pipe_write") || wchan.startsWith("anon_pipe_write")) {
            return writes(process, thread);
        }
        if (wchan.startsWith("locks_lock_inode_wait") || wchan.startsWith("fcntl_setlk")) {
            return Optional.of(hang(process, thread, Doing.WAITS_FOR_LOCK, BlockedOn.FILE_LOCK, locked(process)));
        }
        return wchan.startsWith("do_wait")
                ? Optional.of(Candidate.waits(
                        Telling.link(process, thread, Doing.WAITS_FOR_CHILD, "", Target.NONE),
                        Sureness.LIKELY,
                        sight.children(process.pid()),
                        false))
                : Optional.empty();
    }

    private static Candidate hang(Seen process, SeenThread thread, Doing doing, BlockedOn on, Target target) {
        BlockedLink link = Telling.link(process, thread, doing, "", target);
        List<Long> next = new ArrayList<>();
        for (Party party : target.holders()) {
            if (!target.isOurs()) {
                next.add(party.who().pid());
            }
        }
        return Candidate.hang(link, on, Sureness.LIKELY, next);
    }

    private Target locked(Seen process) {
        return targets.locked(process.pid(), -1);
    }

    // Which one, if there is only one that it can be.
    private Optional<Candidate> writes(Seen process, SeenThread thread) {
        List<Target> full = new ArrayList<>();
        for (int fd = 1; fd <= 2; fd++) {
            Target target = targets.written(process.pid(), fd);
            boolean isFull =
                    target.medium() == Medium.PIPE && target.unreadBytes().orElse(0) > 0;
            if (isFull && (full.isEmpty() || !full.get(0).name().equals(target.name()))) {
                full.add(target);
            }
        }
        return full.size() == 1
                ? Optional.of(hang(process, thread, Doing.WRITES, BlockedOn.OUTPUT, full.get(0)))
                : Optional.of(hang(process, thread, Doing.WRITES, BlockedOn.OUTPUT, Target.NONE));
    }
}
