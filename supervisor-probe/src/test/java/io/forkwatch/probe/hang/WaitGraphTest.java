package io.forkwatch.probe.hang;

import static io.forkwatch.probe.hang.FakeSight.SELF;
import static io.forkwatch.probe.hang.FakeSight.key;
import static io.forkwatch.probe.procfs.task.CallKind.ACCEPT;
import static io.forkwatch.probe.procfs.task.CallKind.CONNECT;
import static io.forkwatch.probe.procfs.task.CallKind.EPOLL;
import static io.forkwatch.probe.procfs.task.CallKind.FCNTL;
import static io.forkwatch.probe.procfs.task.CallKind.FILE;
import static io.forkwatch.probe.procfs.task.CallKind.FLOCK;
import static io.forkwatch.probe.procfs.task.CallKind.FUTEX;
import static io.forkwatch.probe.procfs.task.CallKind.NONE;
import static io.forkwatch.probe.procfs.task.CallKind.OPEN;
import static io.forkwatch.probe.procfs.task.CallKind.POLL;
import static io.forkwatch.probe.procfs.task.CallKind.READ;
import static io.forkwatch.probe.procfs.task.CallKind.SIGNAL;
import static io.forkwatch.probe.procfs.task.CallKind.SLEEP;
import static io.forkwatch.probe.procfs.task.CallKind.SPLICE;
import static io.forkwatch.probe.procfs.task.CallKind.SYNC;
import static io.forkwatch.probe.procfs.task.CallKind.VFORK;
import static io.forkwatch.probe.procfs.task.CallKind.WAIT_ID;
import static io.forkwatch.probe.procfs.task.CallKind.WAIT_PID;
import static io.forkwatch.probe.procfs.task.CallKind.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.hang.Sight.Peer;
import io.forkwatch.probe.hang.Sight.SeenThread;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.hang.Blockage;
import io.forkwatch.probe.process.hang.BlockedLink;
import io.forkwatch.probe.process.hang.BlockedOn;
import io.forkwatch.probe.process.hang.Doing;
import io.forkwatch.probe.process.hang.Medium;
import io.forkwatch.probe.process.hang.Party;
import io.forkwatch.probe.process.hang.Sureness;
import io.forkwatch.probe.procfs.task.CallKind;
import io.forkwatch.probe.procfs.task.TaskCall;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What was measured of waiting programs, healthy and blocked: see src/docs/hangs.md. */
class WaitGraphTest {
    private static final long FOREVER = 0xffffffffL;
    private static final long TIMED = 0x7ffd0000L;
    private static final int WAIT_BITSET = 0x189;

    private static final String IN = "pipe:[11]";
    private static final String OUT = "pipe:[12]";
    private static final String ERR = "pipe:[13]";

    /** A JVM that has started 200, whose ends of the pipes it holds. */
    private static FakeSight supervised(String comm) {
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

    private static FakeSight jvm() {
        return supervised("java")
                .in(200, 200, "java", "futex", FUTEX, 1, 0x109, 201)
                .in(200, 210, "VM Thread", "futex", FUTEX, 1, WAIT_BITSET)
                .in(200, 211, "VM Periodic Tas", "futex", FUTEX, 1, 0x89, 0, TIMED);
    }

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

    private static FakeSight epoll(FakeSight it, String targets, long timeout) {
        return it.fd(200, 3, "anon_inode:[eventpoll]", "rw")
                .info(200, 3, targets)
                .in(200, "epoll_wait", EPOLL, 3, 1, 64, timeout);
    }

    private static SeenThread disk(String name, CallKind kind, long... arguments) {
        return new SeenThread(200, "x", 'D', Optional.of(TaskCall.of(name, kind, arguments)), false, 7, "");
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

    static Stream<Arguments> blockedPrograms() {
        return Stream.of(
                blocked(
                        "stdout full",
                        BlockedOn.OUTPUT,
                        Sureness.CERTAIN,
                        supervised("yes").in(200, "write", WRITE, 1).unread(OUT, 65_536)),
                blocked(
                        "writev",
                        BlockedOn.OUTPUT,
                        Sureness.CERTAIN,
                        supervised("x").in(200, "writev", WRITE, 1).unread(OUT, 32_784)),
                blocked(
                        "sendfile",
                        BlockedOn.OUTPUT,
                        Sureness.CERTAIN,
                        supervised("x").in(200, "sendfile", WRITE, 1).unread(OUT, 65_536)),
                blocked(
                        "splice, into what is full",
                        BlockedOn.OUTPUT,
                        Sureness.LIKELY,
                        supervised("x").in(200, "splice", SPLICE, 0, 0, 1).unread(OUT, 65_536)),
                blocked(
                        "java, stderr full, whatever its other threads do",
                        BlockedOn.OUTPUT,
                        Sureness.CERTAIN,
                        jvm().in(200, 201, "java", "write", WRITE, 2).unread(ERR, 48_000)),
                blocked(
                        "node",
                        BlockedOn.OUTPUT,
                        Sureness.CERTAIN,
                        epoll(supervised("node"), "tfd: 1 events: 1c data: 1 pos:0 ino:c", FOREVER)
                                .unread(OUT, 64_000)),
                blocked(
                        "a socket to somebody in the network",
                        BlockedOn.NETWORK,
                        Sureness.CERTAIN,
                        supervised("x")
                                .fd(200, 4, "socket:[44]", "rw")
                                .peer("socket:[44]", new Peer("", "10.0.0.1:80", true, true))
                                .in(200, "sendto", WRITE, 4)),
                blocked(
                        "a socketpair, as Node's children have",
                        BlockedOn.OUTPUT,
                        Sureness.LIKELY,
                        supervised("x")
                                .fd(200, 1, "socket:[44]", "rw")
                                .process(300, 1, "node")
                                .fd(300, 9, "socket:[45]", "rw")
                                .in(300, "epoll_pwait", EPOLL, 3)
                                .peer("socket:[44]", new Peer("socket:[45]", "", false, false))
                                .in(200, "write", WRITE, 1)),
                blocked(
                        "a terminal",
                        BlockedOn.OUTPUT,
                        Sureness.CERTAIN,
                        supervised("x").fd(200, 1, "/dev/pts/3", "rw").in(200, "write", WRITE, 1)),
                blocked(
                        "a FIFO with a name",
                        BlockedOn.OUTPUT,
                        Sureness.CERTAIN,
                        supervised("x")
                                .fd(200, 1, "/tmp/fifo", "w")
                                .thread(
                                        200,
                                        new SeenThread(
                                                200,
                                                "x",
                                                'S',
                                                Optional.of(TaskCall.of("write", WRITE, 1)),
                                                false,
                                                7,
                                                "pipe_write"))),
                blocked(
                        "a FIFO that nobody reads from",
                        BlockedOn.PIPE,
                        Sureness.LIKELY,
                        supervised("x")
                                .thread(
                                        200,
                                        new SeenThread(
                                                200,
                                                "x",
                                                'S',
                                                Optional.of(TaskCall.of("openat", OPEN, 1, 2, 1)),
                                                false,
                                                7,
                                                "wait_for_partner"))),
                blocked("flock", BlockedOn.FILE_LOCK, Sureness.CERTAIN, lock("flock", FLOCK, 2)),
                blocked("lockf, FileChannel.lock", BlockedOn.FILE_LOCK, Sureness.CERTAIN, lock("fcntl", FCNTL, 7)),
                blocked(
                        "a lock of an open file description",
                        BlockedOn.FILE_LOCK,
                        Sureness.CERTAIN,
                        lock("fcntl", FCNTL, 0x26)),
                blocked(
                        "stopped",
                        BlockedOn.STOPPED,
                        Sureness.CERTAIN,
                        new FakeSight().process(200, 1, "sleep", 'T', false, 0, false)),
                blocked(
                        "traced",
                        BlockedOn.STOPPED,
                        Sureness.CERTAIN,
                        new FakeSight().process(200, 1, "sleep", 't', false, 77, false)),
                blocked(
                        "frozen, version 1: D",
                        BlockedOn.FROZEN,
                        Sureness.CERTAIN,
                        new FakeSight()
                                .process(200, 1, "sleep", 'D', false, 0, true)
                                .thread(200, disk("clock_nanosleep", SLEEP))),
                blocked(
                        "frozen, version 2: S",
                        BlockedOn.FROZEN,
                        Sureness.CERTAIN,
                        new FakeSight()
                                .process(200, 1, "sleep", 'S', false, 0, true)
                                .in(200, "", NONE)),
                blocked(
                        "fsync",
                        BlockedOn.DISK,
                        Sureness.CERTAIN,
                        supervised("x").fd(200, 4, "/data/file", "rw").thread(200, disk("fsync", SYNC, 4))),
                blocked(
                        "open on a frozen file system",
                        BlockedOn.DISK,
                        Sureness.LIKELY,
                        supervised("x").thread(200, disk("openat", OPEN, 1, 2, 1))),
                blocked(
                        "a page that does not come",
                        BlockedOn.DISK,
                        Sureness.POSSIBLE,
                        supervised("x").thread(200, disk("", NONE))),
                blocked(
                        "a file server that is gone: S",
                        BlockedOn.DISK,
                        Sureness.LIKELY,
                        supervised("x")
                                .thread(
                                        200,
                                        new SeenThread(
                                                200,
                                                "x",
                                                'S',
                                                Optional.of(TaskCall.of("statx", FILE)),
                                                false,
                                                7,
                                                "request_wait_answer"))),
                blocked(
                        "connect",
                        BlockedOn.NETWORK,
                        Sureness.CERTAIN,
                        supervised("x")
                                .fd(200, 4, "socket:[44]", "rw")
                                .peer("socket:[44]", new Peer("", "10.0.0.1:80", true, true))
                                .in(200, "connect", CONNECT, 4)),
                blocked(
                        "stdin, where this JVM waits for nothing else",
                        BlockedOn.STDIN,
                        Sureness.LIKELY,
                        supervised("cat").in(200, "read", READ, 0).waits("Launcher.run(Launcher.java:61)", true)),
                blocked(
                        "a stdin to which only itself could write",
                        BlockedOn.PIPE,
                        Sureness.LIKELY,
                        new FakeSight()
                                .process(200, 1, "cat")
                                .fd(200, 0, IN, "r")
                                .fd(200, 5, IN, "w")
                                .in(200, "read", READ, 0)),
                blocked(
                        "without rights, in pipe_write",
                        BlockedOn.OUTPUT,
                        Sureness.LIKELY,
                        supervised("yes").thread(200, hidden("anon_pipe_write")).unread(OUT, 65_536)),
                blocked(
                        "without rights, at a lock",
                        BlockedOn.FILE_LOCK,
                        Sureness.LIKELY,
                        supervised("yes")
                                .thread(200, hidden("locks_lock_inode_wait"))
                                .process(300, 1, "flock")
                                .in(300, "pause", SIGNAL)
                                .locked("", 300L)));
    }

    private static Arguments blocked(String what, BlockedOn on, Sureness sureness, FakeSight sight) {
        return Arguments.of(what, on, sureness, sight);
    }

    private static FakeSight lock(String name, CallKind kind, long command) {
        return supervised("x")
                .fd(200, 4, "/var/lock/x", "rw")
                .process(300, 1, "holder")
                .in(300, "clock_nanosleep", SLEEP)
                .locked("/var/lock/x", 300L)
                .in(200, name, kind, 4, command);
    }

    private static SeenThread hidden(String wchan) {
        return new SeenThread(200, "yes", 'S', Optional.empty(), true, 7, wchan);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("blockedPrograms")
    void aBlockedProgramIsSaidToBe(String what, BlockedOn on, Sureness sureness, FakeSight sight) {
        Blockage blockage = why(sight);
        assertThat(blockage.on()).as(what).isEqualTo(on);
        assertThat(blockage.sureness()).as(what).isEqualTo(sureness);
        assertThat(blockage.first().who()).isEqualTo(key(200));
        assertThat(blockage.persists(why(sight))).isTrue();
    }

    private static Blockage why(FakeSight sight) {
        return new WaitGraph(sight).why(key(200), List.of()).orElseThrow();
    }

    @Test
    void whoReadsIsThisJvmWhereNoThreadReads() {
        Blockage blockage = why(supervised("yes")
                .in(200, "write", WRITE, 1)
                .unread(OUT, 65_536)
                .waits("Launcher.run(Launcher.java:61)", false));
        assertThat(blockage.links()).singleElement().satisfies(link -> {
            assertThat(link.doing()).isEqualTo(Doing.WRITES);
            assertThat(link.call()).isEqualTo("write");
            assertThat(link.target().stream()).isEqualTo("stdout");
            assertThat(link.target().medium()).isEqualTo(Medium.PIPE);
            assertThat(link.target().unreadBytes()).hasValue(65_536);
            assertThat(link.target().isOurs()).isTrue();
            assertThat(link.target().idle()).isTrue();
        });
        assertThat(blockage.waiter())
                .get()
                .satisfies(waiter -> assertThat(waiter.place()).isEqualTo("Launcher.run(Launcher.java:61)"));
        assertThat(blockage.rightsMissing()).isFalse();
    }

    /** It is about to go on, however full the pipe is. */
    @Test
    void aThreadThatReadsIsNotIdle() {
        Blockage blockage = why(supervised("yes")
                .in(200, "write", WRITE, 1)
                .unread(OUT, 65_536)
                .in(SELF, SELF + 9, "my-drain", "read", READ, 6));
        assertThat(blockage.first().target().idle()).isFalse();
        assertThat(blockage.sureness()).isEqualTo(Sureness.LIKELY);
    }

    @ParameterizedTest
    @CsvSource({
        "pipe:[12], pipe:[13], pipe:[12], stdout",
        "pipe:[12], pipe:[13], pipe:[13], stderr",
        "pipe:[13], pipe:[13], pipe:[13], stderr",
        "pipe:[12], pipe:[12], pipe:[12], stdout",
        "pipe:[99], pipe:[99], pipe:[99], stdout/stderr",
        "pipe:[12], pipe:[13], pipe:[20], ''",
    })
    void theStreamIsToldByWhatItLeadsTo(String one, String two, String written, String stream) {
        FakeSight sight = new FakeSight()
                .process(200, 1, "sh")
                .fd(200, 0, IN, "r")
                .fd(200, 1, one, "w")
                .fd(200, 2, two, "w")
                .fd(200, 7, written, "w")
                .in(200, "write", WRITE, 7);
        assertThat(why(sight).first().target().stream()).isEqualTo(stream);
    }

    @Test
    void aChainIsFollowedToItsEnd() {
        FakeSight sight = supervised("sh")
                .in(200, "wait4", WAIT_PID, FOREVER)
                .process(201, 200, "yes")
                .fd(201, 1, "pipe:[20]", "w")
                .in(201, "write", WRITE, 1)
                .unread("pipe:[20]", 65_536)
                .process(202, 200, "cat")
                .fd(202, 0, "pipe:[20]", "r")
                .fd(202, 1, OUT, "w")
                .in(202, "write", WRITE, 1)
                .unread(OUT, 65_536);
        Blockage blockage = why(sight);
        assertThat(blockage.links()).extracting(BlockedLink::comm).containsExactly("sh", "yes", "cat");
        assertThat(blockage.held()).isEqualTo(3);
        assertThat(blockage.sureness()).isEqualTo(Sureness.CERTAIN);
        assertThat(blockage.links().get(2).target().isOurs()).isTrue();
        assertThat(blockage.links().get(1).target().holders())
                .extracting(Party::comm)
                .containsExactly("cat");
    }

    @ParameterizedTest
    @CsvSource({"1, 201", "3, 8", "0, 0"})
    void whichChildIsInTheArguments(int kind, long id) {
        FakeSight sight = supervised("x")
                .in(200, "waitid", WAIT_ID, kind, id)
                .info(200, 8, "Pid:\t201\n")
                .process(201, 200, "sleep", 'T', false, 0, false);
        assertThat(why(sight).links()).extracting(BlockedLink::comm).containsExactly("x", "sleep");
        assertThat(why(sight).on()).isEqualTo(BlockedOn.STOPPED);
    }

    @Test
    void aPidfdIsAChildAsWell() {
        FakeSight sight = supervised("python3")
                .fd(200, 8, "anon_inode:[pidfd]", "rw")
                .info(200, 8, "Pid:\t201\n")
                .in(200, "poll", POLL, 1, 1, FOREVER)
                .process(201, 200, "sleep", 'T', false, 0, false);
        assertThat(why(sight).links()).extracting(BlockedLink::comm).containsExactly("python3", "sleep");
        assertThat(why(sight).sureness()).isEqualTo(Sureness.LIKELY);
    }

    /** One of two is held up, and it waits for any. */
    @Test
    void aChildThatWorksMakesItLessSure() {
        FakeSight sight = supervised("make")
                .in(200, "wait4", WAIT_PID, FOREVER)
                .process(201, 200, "sleep")
                .in(201, "clock_nanosleep", SLEEP)
                .process(202, 200, "sleep", 'T', false, 0, false);
        assertThat(why(sight).sureness()).isEqualTo(Sureness.LIKELY);
    }

    /** An event loop says nothing of its children: what is held up is found all the same. */
    @Test
    void aDescendantThatIsHeldUpIsFoundBelowOneThatIsNot() {
        FakeSight sight = epoll(supervised("node"), "tfd: 5 events: 19", FOREVER)
                .process(201, 200, "sleep", 'T', false, 0, false);
        Blockage blockage =
                new WaitGraph(sight).why(key(200), List.of(key(201))).orElseThrow();
        assertThat(blockage.root()).isEqualTo(key(200));
        assertThat(blockage.first().who()).isEqualTo(key(201));
        assertThat(blockage.sureness()).isEqualTo(Sureness.CERTAIN);
    }

    @Test
    void thoseWhoWriteToEachOtherAreACycle() {
        FakeSight sight = new FakeSight()
                .process(200, 1, "a")
                .fd(200, 1, "pipe:[1]", "w")
                .fd(200, 3, "pipe:[2]", "r")
                .in(200, "write", WRITE, 1)
                .process(201, 1, "b")
                .fd(201, 1, "pipe:[2]", "w")
                .fd(201, 3, "pipe:[1]", "r")
                .in(201, "write", WRITE, 1);
        Blockage blockage = why(sight);
        assertThat(blockage.cycle()).isTrue();
        assertThat(blockage.links()).extracting(BlockedLink::comm).containsExactly("a", "b");
    }

    /** Its other threads may read yet. */
    @Test
    void aJvmWithAReaperForWhoWritesToItIsNoCycle() {
        FakeSight sight = new FakeSight()
                .process(200, 201, "sh")
                .fd(200, 2, "pipe:[1]", "w")
                .in(200, "write", WRITE, 2)
                .process(201, 1, "java")
                .in(201, 201, "java", "futex", FUTEX, 1, WAIT_BITSET)
                .in(201, 202, "process reaper", "wait4", WAIT_PID, 200)
                .fd(201, 8, "pipe:[1]", "r");
        Blockage blockage = why(sight);
        assertThat(blockage.on()).isEqualTo(BlockedOn.OUTPUT);
        assertThat(blockage.cycle()).isFalse();
    }

    /** {@code p = Popen(["cat"], stdin=PIPE); p.wait()}. */
    @Test
    void whoWaitsForAChildThatWaitsForItsInputIsACycle() {
        FakeSight sight = new FakeSight()
                .process(200, 1, "python3")
                .fd(200, 4, "pipe:[1]", "w")
                .in(200, "wait4", WAIT_PID, 201)
                .process(201, 200, "cat")
                .fd(201, 0, "pipe:[1]", "r")
                .in(201, "read", READ, 0);
        Blockage blockage = why(sight);
        assertThat(blockage.cycle()).isTrue();
        assertThat(blockage.on()).isEqualTo(BlockedOn.PIPE);
        assertThat(blockage.sureness()).isEqualTo(Sureness.LIKELY);
        assertThat(new WaitGraph(sight).why(key(201), List.of()))
                .get()
                .satisfies(child -> assertThat(child.cycle()).isTrue());
    }

    @Test
    void aLongChainIsCut() {
        FakeSight sight = new FakeSight();
        for (long pid = 200; pid < 300; pid++) {
            sight.process(pid, pid - 1, "sh").in(pid, "wait4", WAIT_PID, pid + 1);
        }
        sight.process(300, 299, "sleep", 'T', false, 0, false);
        assertThat(new WaitGraph(sight).why(key(200), List.of())).isEmpty();
        assertThat(new WaitGraph(sight).why(key(295), List.of())).isPresent();
    }

    @Test
    void anotherProcessWithItsPidIsAnotherOne() {
        FakeSight sight = new FakeSight().process(200, 1, "sleep", 'T', false, 0, false);
        assertThat(new WaitGraph(sight).why(new ProcessKey(200, 1), List.of())).isEmpty();
    }

    @Test
    void itGoesOnWhenAThreadHasRunOrSomebodyHasRead() {
        Blockage before = why(supervised("yes").in(200, "write", WRITE, 1).unread(OUT, 65_536));
        Blockage read = why(supervised("yes").in(200, "write", WRITE, 1).unread(OUT, 61_440));
        Blockage ran = why(supervised("yes")
                .unread(OUT, 65_536)
                .thread(
                        200,
                        new SeenThread(200, "yes", 'S', Optional.of(TaskCall.of("write", WRITE, 1)), false, 8, "")));
        assertThat(before.persists(before)).isTrue();
        assertThat(read.persists(before)).isFalse();
        assertThat(ran.persists(before)).isFalse();
    }

    /** Its timers go on while not a byte is read. */
    @Test
    void anEventLoopMayHaveRun() {
        FakeSight first =
                epoll(supervised("node"), "tfd: 1 events: 1c", FOREVER).unread(OUT, 64_000);
        FakeSight then = supervised("node")
                .fd(200, 3, "anon_inode:[eventpoll]", "rw")
                .info(200, 3, "tfd: 1 events: 1c")
                .unread(OUT, 64_000)
                .thread(
                        200,
                        new SeenThread(
                                200, "node", 'S', Optional.of(TaskCall.of("epoll_wait", EPOLL, 3)), false, 9, ""));
        assertThat(why(then).persists(why(first))).isTrue();
    }

    @Test
    void whatMayNotBeReadIsSaid() {
        Blockage blockage =
                why(supervised("yes").thread(200, hidden("pipe_write")).unread(OUT, 65_536));
        assertThat(blockage.rightsMissing()).isTrue();
        assertThat(blockage.first().target().stream()).isEqualTo("stdout");
        assertThat(blockage.first().call()).isEmpty();
    }
}
