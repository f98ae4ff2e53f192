package io.forkwatch.probe.hang;

import static io.forkwatch.probe.hang.FakeSight.key;
import static io.forkwatch.probe.hang.WaitingPrograms.FOREVER;
import static io.forkwatch.probe.hang.WaitingPrograms.IN;
import static io.forkwatch.probe.hang.WaitingPrograms.OUT;
import static io.forkwatch.probe.hang.WaitingPrograms.TIMED;
import static io.forkwatch.probe.hang.WaitingPrograms.WAIT_BITSET;
import static io.forkwatch.probe.hang.WaitingPrograms.disk;
import static io.forkwatch.probe.hang.WaitingPrograms.epoll;
import static io.forkwatch.probe.hang.WaitingPrograms.jvm;
import static io.forkwatch.probe.hang.WaitingPrograms.supervised;
import static io.forkwatch.probe.procfs.task.CallKind.ACCEPT;
import static io.forkwatch.probe.procfs.task.CallKind.FCNTL;
import static io.forkwatch.probe.procfs.task.CallKind.FUTEX;
import static io.forkwatch.probe.procfs.task.CallKind.OPEN;
import static io.forkwatch.probe.procfs.task.CallKind.POLL;
import static io.forkwatch.probe.procfs.task.CallKind.READ;
import static io.forkwatch.probe.procfs.task.CallKind.SIGNAL;
import static io.forkwatch.probe.procfs.task.CallKind.SLEEP;
import static io.forkwatch.probe.procfs.task.CallKind.VFORK;
import static io.forkwatch.probe.procfs.task.CallKind.WAIT_PID;
import static io.forkwatch.probe.procfs.task.CallKind.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.hang.Sight.Peer;
import io.forkwatch.probe.hang.Sight.SeenThread;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.hang.Blockage;
import io.forkwatch.probe.process.hang.BlockedOn;
import io.forkwatch.probe.procfs.task.CallKind;
import io.forkwatch.probe.procfs.task.TaskCall;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What was measured of healthy programs that wait: none of them is held up. See src/docs/hangs.md. */
class HealthyProgramsTest {
    static Stream<Arguments> healthyPrograms() {
        return Stream.of(
                healthy("cat, sort, psql, bash's read", "cat", it -> it.in(200, "read", READ, 0)),
                healthy("sleep", "sleep", it -> it.in(200, "clock_nanosleep", SLEEP, 0, 0, TIMED)),
                healthy("timeout, nginx master", "timeout", it -> it.in(200, "rt_sigsuspend", SIGNAL)),
                healthy("tini", "tini", it -> it.in(200, "rt_sigtimedwait", SIGNAL)),
                healthy("pause", "pause", it -> it.in(200, "pause", SIGNAL)),
                healthy("sshd, tail -f, gdb", "sshd", it -> it.in(200, "ppoll", POLL, 1, 2, 0)),
                healthy(
                        "python's subprocess.run",
                        "python3",
                        it -> it.in(200, "poll", POLL, 1, 2, FOREVER)
                                .process(201, 200, "sleep")
                                .in(201, "clock_nanosleep", SLEEP, 0, 0, TIMED)),
                healthy("postmaster", "postgres", it -> it.in(200, "pselect6", POLL, 5, 1, 0, 0, TIMED)),
                healthy("redis", "redis-server", it -> epoll(it, "tfd: 5 events: 19", 100)),
                healthy("chromedriver", "chromedriver", it -> epoll(it, "tfd: 5 events: 19", 7_231_845)),
                healthy(
                        "node",
                        "node",
                        it -> epoll(it, "tfd: 0 events: 19\ntfd: 9 events: 19", FOREVER)
                                .in(200, 202, "node", "futex", FUTEX, 1, WAIT_BITSET)),
                healthy(
                        "go, with edges on all that it has",
                        "server",
                        it -> epoll(it, "tfd: 1 events: 80002005", FOREVER).unread(OUT, 100)),
                healthy("after SIGCONT", "sleep", it -> it.in(200, "restart_syscall", POLL, 1, 2, FOREVER)),
                healthy("sem, queue of System V", "worker", it -> it.in(200, "semtimedop", CallKind.OTHER)),
                healthy("a lock of python, an Event", "python3", it -> it.in(200, "futex", FUTEX, 1, WAIT_BITSET)),
                healthy("io_uring", "server", it -> it.in(200, "io_uring_enter", POLL, 3)),
                healthy(
                        "inotify, eventfd",
                        "watcher",
                        it -> it.fd(200, 4, "anon_inode:inotify", "r").in(200, "read", READ, 4)),
                healthy(
                        "a client of a database",
                        "psql",
                        it -> it.fd(200, 4, "socket:[44]", "rw")
                                .peer("socket:[44]", new Peer("", "10.0.0.1:5432", true, true))
                                .in(200, "recvfrom", READ, 4)),
                healthy(
                        "a socket that listens",
                        "nc",
                        it -> it.fd(200, 4, "socket:[44]", "rw").in(200, "accept4", ACCEPT, 4)),
                healthy(
                        "a terminal",
                        "bash",
                        it -> it.fd(200, 0, "/dev/pts/3", "rw").in(200, "read", READ, 0)),
                healthy(
                        "sh and sleep",
                        "sh",
                        it -> it.in(200, "wait4", WAIT_PID, FOREVER)
                                .process(201, 200, "sleep")
                                .in(201, "clock_nanosleep", SLEEP, 0, 0, TIMED)),
                healthy(
                        "flock(1) with the lock",
                        "flock",
                        it -> it.in(200, "wait4", WAIT_PID, 201)
                                .process(201, 200, "sleep")
                                .in(201, "clock_nanosleep", SLEEP, 0, 0, TIMED)),
                healthy(
                        "sh whose child is dead just now",
                        "sh",
                        it -> it.in(200, "wait4", WAIT_PID, FOREVER).process(201, 200, "true", 'Z', false, 0, false)),
                healthy(
                        "a pipeline that waits for its stdin",
                        "sh",
                        it -> it.in(200, "wait4", WAIT_PID, FOREVER)
                                .process(201, 200, "cat")
                                .fd(201, 0, IN, "r")
                                .fd(201, 1, "pipe:[20]", "w")
                                .in(201, "read", READ, 0)
                                .process(202, 200, "sort")
                                .fd(202, 0, "pipe:[20]", "r")
                                .fd(202, 1, OUT, "w")
                                .in(202, "read", READ, 0)),
                healthy(
                        "a worker of python",
                        "python3",
                        it -> it.in(200, "wait4", WAIT_PID, FOREVER)
                                .process(201, 200, "python3")
                                .fd(201, 4, "pipe:[20]", "r")
                                .fd(200, 5, "pipe:[20]", "w")
                                .in(200, 220, "python3", "futex", FUTEX, 1, WAIT_BITSET)
                                .in(201, "read", READ, 4)),
                healthy(
                        "a pipe to itself, for signals",
                        "erl",
                        it -> it.fd(200, 4, "pipe:[20]", "r")
                                .fd(200, 5, "pipe:[20]", "w")
                                .in(200, "read", READ, 4)),
                healthy(
                        "computing",
                        "yes",
                        it -> it.thread(
                                200,
                                new SeenThread(
                                        200, "yes", 'R', Optional.of(TaskCall.of("write", WRITE, 1)), false, 7, ""))),
                healthy(
                        "posix_spawn",
                        "java",
                        it -> it.thread(200, disk("vfork", VFORK))
                                .process(201, 200, "java")
                                .thread(201, new SeenThread(201, "java", 'R', Optional.empty(), false, 7, ""))),
                healthy(
                        "a FIFO that nobody writes to",
                        "cat",
                        it -> it.thread(
                                200,
                                new SeenThread(
                                        200,
                                        "cat",
                                        'S',
                                        Optional.of(TaskCall.of("openat", OPEN, 1, 2, 0)),
                                        false,
                                        7,
                                        "wait_for_partner"))),
                healthy("fcntl that asks", "x", it -> it.in(200, "fcntl", FCNTL, 3, 5)),
                Arguments.of("java, idle", jvm().in(200, 201, "java", "futex", FUTEX, 1, WAIT_BITSET)),
                Arguments.of("java, Scanner(System.in)", jvm().in(200, 201, "java", "read", READ, 0)),
                Arguments.of(
                        "surefire's fork",
                        jvm().in(200, 201, "java", "futex", FUTEX, 1, 0x89, 0, TIMED)
                                .in(200, 230, "surefire-forked", "read", READ, 0)
                                .waits("ForkStarter.fork(ForkStarter.java:1)", true)),
                Arguments.of("java, accept", jvm().in(200, 201, "java", "accept", ACCEPT, 9)),
                Arguments.of(
                        "java, waitFor",
                        jvm().in(200, 240, "process reaper", "wait4", WAIT_PID, 250)
                                .process(250, 200, "sleep")
                                .in(250, "clock_nanosleep", SLEEP, 0, 0, TIMED)),
                Arguments.of(
                        "java, deadlocked: not to be told from outside",
                        jvm().in(200, 201, "java", "futex", FUTEX, 1, WAIT_BITSET)
                                .in(200, 231, "Thread-0", "futex", FUTEX, 1, WAIT_BITSET)),
                Arguments.of(
                        "ssh-agent, of which nothing can be seen",
                        new FakeSight()
                                .process(200, 1, "ssh-agent")
                                .thread(200, new SeenThread(200, "ssh-agent", 'S', Optional.empty(), true, 7, ""))));
    }

    private static Arguments healthy(String what, String comm, UnaryOperator<FakeSight> program) {
        return Arguments.of(what, program.apply(supervised(comm)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("healthyPrograms")
    void aHealthyProgramIsNotHeldUp(String what, FakeSight sight) {
        WaitGraph graph = new WaitGraph(sight);
        List<ProcessKey> tree = Stream.of(201L, 202L, 250L)
                .filter(pid -> sight.process(pid).isPresent())
                .map(FakeSight::key)
                .toList();
        assertThat(graph.why(key(200), tree)).as(what).isEmpty();
        assertThat(graph.standing(key(200))).isNotEmpty();
    }

    /** Whoever holds their stdin open waits for them and for nothing else: none of these is a hang for that but a lonely read. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("healthyPrograms")
    void norIfTheSupervisorDoesNothingElseThanWait(String what, FakeSight sight) {
        Optional<Blockage> why =
                new WaitGraph(sight.waits("Launcher.run(Launcher.java:61)", true)).why(key(200), List.of());
        assertThat(why.filter(each -> each.on() != BlockedOn.STDIN)).as(what).isEmpty();
    }
}
