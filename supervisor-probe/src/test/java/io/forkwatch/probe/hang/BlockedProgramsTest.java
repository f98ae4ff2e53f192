package io.forkwatch.probe.hang;

import static io.forkwatch.probe.hang.FakeSight.key;
import static io.forkwatch.probe.hang.WaitingPrograms.ERR;
import static io.forkwatch.probe.hang.WaitingPrograms.FOREVER;
import static io.forkwatch.probe.hang.WaitingPrograms.IN;
import static io.forkwatch.probe.hang.WaitingPrograms.OUT;
import static io.forkwatch.probe.hang.WaitingPrograms.disk;
import static io.forkwatch.probe.hang.WaitingPrograms.epoll;
import static io.forkwatch.probe.hang.WaitingPrograms.hidden;
import static io.forkwatch.probe.hang.WaitingPrograms.jvm;
import static io.forkwatch.probe.hang.WaitingPrograms.lock;
import static io.forkwatch.probe.hang.WaitingPrograms.supervised;
import static io.forkwatch.probe.hang.WaitingPrograms.why;
import static io.forkwatch.probe.procfs.task.CallKind.CONNECT;
import static io.forkwatch.probe.procfs.task.CallKind.EPOLL;
import static io.forkwatch.probe.procfs.task.CallKind.FCNTL;
import static io.forkwatch.probe.procfs.task.CallKind.FILE;
import static io.forkwatch.probe.procfs.task.CallKind.FLOCK;
import static io.forkwatch.probe.procfs.task.CallKind.NONE;
import static io.forkwatch.probe.procfs.task.CallKind.OPEN;
import static io.forkwatch.probe.procfs.task.CallKind.READ;
import static io.forkwatch.probe.procfs.task.CallKind.SIGNAL;
import static io.forkwatch.probe.procfs.task.CallKind.SLEEP;
import static io.forkwatch.probe.procfs.task.CallKind.SPLICE;
import static io.forkwatch.probe.procfs.task.CallKind.SYNC;
import static io.forkwatch.probe.procfs.task.CallKind.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.hang.Sight.Peer;
import io.forkwatch.probe.hang.Sight.SeenThread;
import io.forkwatch.probe.process.hang.Blockage;
import io.forkwatch.probe.process.hang.BlockedOn;
import io.forkwatch.probe.process.hang.Sureness;
import io.forkwatch.probe.procfs.task.TaskCall;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What was measured of programs that are blocked. See src/docs/hangs.md. */
class BlockedProgramsTest {
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

    @ParameterizedTest(name = "{0}")
    @MethodSource("blockedPrograms")
    void aBlockedProgramIsSaidToBe(String what, BlockedOn on, Sureness sureness, FakeSight sight) {
        Blockage blockage = why(sight);
        assertThat(blockage.on()).as(what).isEqualTo(on);
        assertThat(blockage.sureness()).as(what).isEqualTo(sureness);
        assertThat(blockage.first().who()).isEqualTo(key(200));
        assertThat(blockage.persists(why(sight))).isTrue();
    }
}
