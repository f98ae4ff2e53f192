package io.forkwatch.probe.register;

import io.forkwatch.probe.process.event.KillProgram;
import io.forkwatch.probe.thread.Confined;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs that the supervisor started to end others, as their words say: the last ones, for as long as that may have done it. */
@Confined(Confined.To.SAMPLER)
final class KillPrograms {
    private static final int MOST = 16;
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Deque<KillProgram> newestFirst = new ArrayDeque<>(0);

    /** One more. */
    void add(KillProgram program) {
        if (newestFirst.size() == MOST) {
            newestFirst.removeLast();
        }
        newestFirst.addFirst(program);
    }

    /** Those that may have ended a child, the newest first. */
    List<KillProgram> before(long deathNanos, long childPid) {
        while (!newestFirst.isEmpty() && deathNanos - newestFirst.getLast().nanos() > FRESH_NANOS) {
            newestFirst.removeLast();
        }
        if (newestFirst.isEmpty()) {
            return List.of();
        }
        List<KillProgram> found = new ArrayList<>(newestFirst.size());
        for (KillProgram program : newestFirst) {
            if (deathNanos - program.nanos() >= 0 && program.pid() != childPid) {
                found.add(program);
            }
        }
        return found;
    }
}
