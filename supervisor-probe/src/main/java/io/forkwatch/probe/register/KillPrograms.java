package io.forkwatch.probe.register;

import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.event.Caller;
import io.forkwatch.probe.process.event.KillProgram;
import io.forkwatch.probe.process.program.KillCommand;
import io.forkwatch.probe.process.program.Programs;
import io.forkwatch.probe.process.program.ScriptCall;
import io.forkwatch.probe.thread.Confined;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
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
        if (newestFirst.size() == MOST && !removeOldestScript()) {
            newestFirst.removeLast();
        }
        newestFirst.addFirst(program);
    }

    // What only may have a kill in it gives way to what has one in its words.
    private boolean removeOldestScript() {
        for (Iterator<KillProgram> oldest = newestFirst.descendingIterator(); oldest.hasNext(); ) {
            if (KillCommand.in(oldest.next().command().arguments()).isEmpty()) {
                oldest.remove();
                return true;
            }
        }
        return false;
    }

    /**
     * A process was found below a child: kept if it sends signals, as its words say, or reads a script.
     *
     * @param comm its command name
     * @param facts what the kernel says of it
     * @param nanos monotonic time of the look
     */
    void found(ProcessKey key, String comm, long childPid, ProcessFacts facts, long nanos) {
        if (!Programs.isShell(comm) && !comm.contains("kill")) {
            return;
        }
        CommandLine command = facts.command(key.pid()).kept();
        if (!KillCommand.in(command.arguments()).isEmpty()
                || !ScriptCall.in(command.arguments()).isEmpty()) {
            long startNanos = nanos - facts.ageNanos(key);
            add(KillProgram.below(
                    command, facts.directory(key.pid()), callerOf(childPid), startNanos, key.pid(), childPid));
        }
    }

    private Caller callerOf(long childPid) {
        for (KillProgram program : newestFirst) {
            if (program.pid() == childPid) {
                return program.caller();
            }
        }
        return Caller.UNKNOWN;
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
            if (deathNanos - program.nanos() >= 0 && program.isOutside(childPid)) {
                found.add(program);
            }
        }
        return found;
    }
}
