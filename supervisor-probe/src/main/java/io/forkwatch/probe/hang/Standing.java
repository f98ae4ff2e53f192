package io.forkwatch.probe.hang;

import io.forkwatch.probe.hang.Sight.Seen;
import io.forkwatch.probe.hang.Sight.SeenThread;
import io.forkwatch.probe.process.hang.Doing;
import io.forkwatch.probe.process.hang.Target;
import io.forkwatch.probe.procfs.task.CallKind;
import io.forkwatch.probe.procfs.task.TaskCall;
import java.util.List;
import java.util.Optional;

/** What a process does that is not held up. */
final class Standing {
    private static final int TIMEOUT = 3;

    private final Targets targets;

    Standing(Targets targets) {
        this.targets = targets;
    }

    Candidate of(Seen process, List<SeenThread> threads) {
        SeenThread telling = threads.isEmpty()
                ? new SeenThread(process.pid(), process.comm(), process.state(), Optional.empty(), false, -1, "")
                : telling(threads);
        Doing doing = process.state() == 'Z' && threads.size() <= 1 ? Doing.ENDED : doing(telling, threads);
        TaskCall call = telling.call().orElse(TaskCall.of("", CallKind.NONE));
        boolean about = doing == Doing.WAITS_FOR_EVENTS && call.kind() == CallKind.ACCEPT;
        Target target = about ? targets.plain(process.pid(), call.intArgument(0)) : Target.NONE;
        return Candidate.healthy(Telling.link(process, telling, doing, call.name(), target));
    }

    // Who runs; else who waits for something from outside; else the main thread.
    private static SeenThread telling(List<SeenThread> threads) {
        for (SeenThread thread : threads) {
            if (doing(thread) == Doing.RUNS) {
                return thread;
            }
        }
        for (SeenThread thread : threads) {
            if (doing(thread) == Doing.WAITS_FOR_EVENTS) {
                return thread;
            }
        }
        return threads.get(0);
    }

    private static Doing doing(SeenThread telling, List<SeenThread> threads) {
        Doing doing = doing(telling);
        boolean inside = doing == Doing.WAITS_INSIDE;
        for (SeenThread thread : threads) {
            inside &= thread.call().map(TaskCall::kind).orElse(CallKind.OTHER) == CallKind.FUTEX;
        }
        return doing == Doing.WAITS_INSIDE && !inside ? Doing.OTHER : doing;
    }

    private static Doing doing(SeenThread thread) {
        if (thread.state() == 'R') {
            return Doing.RUNS;
        }
        if (thread.call().isEmpty()) {
            return Doing.HIDDEN;
        }
        TaskCall call = thread.call().get();
        return switch (call.kind()) {
            case RUNNING, NONE -> Doing.RUNS;
            case SLEEP -> Doing.SLEEPS;
            case SIGNAL -> Doing.WAITS_FOR_SIGNAL;
            case ACCEPT, EPOLL, POLL -> Doing.WAITS_FOR_EVENTS;
            case FUTEX -> call.argument(TIMEOUT) == 0 ? Doing.WAITS_INSIDE : Doing.SLEEPS;
            default -> Doing.OTHER;
        };
    }
}
