package io.forkwatch.probe.hang;

import static io.forkwatch.probe.hang.FakeSight.SELF;
import static io.forkwatch.probe.hang.FakeSight.key;
import static io.forkwatch.probe.procfs.task.CallKind.EPOLL;
import static io.forkwatch.probe.procfs.task.CallKind.FUTEX;
import static io.forkwatch.probe.procfs.task.CallKind.SLEEP;
import static io.forkwatch.probe.procfs.task.CallKind.WAIT_PID;

import io.forkwatch.probe.hang.Sight.SeenThread;
import io.forkwatch.probe.process.hang.Blockage;
import io.forkwatch.probe.procfs.task.CallKind;
import io.forkwatch.probe.procfs.task.TaskCall;
import java.util.List;
import java.util.Optional;

/** What the tests of waiting programs have in common: what is seen of some. */
final class WaitingPrograms {
    static final long FOREVER = 0xffffffffL;
    static final long TIMED = 0x7ffd0000L;
    static final int WAIT_BITSET = 0x189;

    static final String IN = "pipe:[11]";
    static final String OUT = "pipe:[12]";
    static final String ERR = "pipe:[13]";

    private WaitingPrograms() {}

    /** A JVM that has started 200, whose ends of the pipes it holds. */
    static FakeSight supervised(String comm) {
        return new FakeSight()
                .process(SELF, 1, "java")
                .in(SELF, SELF, "java", "futex", FUTEX, 1, 0x109, SELF + 1)
                .in(SELF, SELF + 1, "java", "futex", FUTEX, 1, WAIT_BITSET)
                .in(SELF, SELF + 2, "process reaper", "wait4", WAIT_PID, 200)
                .fd(SELF, 5, IN, "w")
                .fd(SELF, 6, OUT, "r")
                .fd(SELF, 8, ERR, "r")
                .process(200, SELF, comm)
                .fd(200, 0, IN, "r")
                .fd(200, 1, OUT, "w")
                .fd(200, 2, ERR, "w");
    }

    static FakeSight jvm() {
        return supervised("java")
                .in(200, 200, "java", "futex", FUTEX, 1, 0x109, 201)
                .in(200, 210, "VM Thread", "futex", FUTEX, 1, WAIT_BITSET)
                .in(200, 211, "VM Periodic Tas", "futex", FUTEX, 1, 0x89, 0, TIMED);
    }

    static FakeSight epoll(FakeSight it, String targets, long timeout) {
        return it.fd(200, 3, "anon_inode:[eventpoll]", "rw")
                .info(200, 3, targets)
                .in(200, "epoll_wait", EPOLL, 3, 1, 64, timeout);
    }

    static SeenThread disk(String name, CallKind kind, long... arguments) {
        return new SeenThread(200, "x", 'D', Optional.of(TaskCall.of(name, kind, arguments)), false, 7, "");
    }

    static FakeSight lock(String name, CallKind kind, long command) {
        return supervised("x")
                .fd(200, 4, "/var/lock/x", "rw")
                .process(300, 1, "holder")
                .in(300, "clock_nanosleep", SLEEP)
                .locked("/var/lock/x", 300L)
                .in(200, name, kind, 4, command);
    }

    static SeenThread hidden(String wchan) {
        return new SeenThread(200, "yes", 'S', Optional.empty(), true, 7, wchan);
    }

    static Blockage why(FakeSight sight) {
        return new WaitGraph(sight).why(key(200), List.of()).orElseThrow();
    }
}
