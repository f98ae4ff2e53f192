package io.forkwatch.probe.procfs.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkwatch.probe.procfs.text.ByteSpan;
import io.forkwatch.probe.procfs.text.MalformedProcTextException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaskTextTest {
    private static final SystemCalls X86 = SystemCalls.of("amd64").orElseThrow();
    private static final SystemCalls ARM = SystemCalls.of("aarch64").orElseThrow();
    private static final String REST = " 0x1 0x7f2a 0xffffffff 0x0 0x0 0x0 0x7ffd 0x7f6f\n";

    private static TaskCall call(String text, SystemCalls calls) throws MalformedProcTextException {
        return TaskCall.parse(ByteSpan.of(text), calls);
    }

    /** The numbers of waits.md, both architectures. */
    @ParameterizedTest
    @CsvSource({
        "read,0,63,READ",
        "write,1,64,WRITE",
        "readv,19,65,READ",
        "writev,20,66,WRITE",
        "splice,275,76,SPLICE",
        "sendfile,40,71,WRITE",
        "sendto,44,206,WRITE",
        "sendmsg,46,211,WRITE",
        "recvfrom,45,207,READ",
        "recvmsg,47,212,READ",
        "accept,43,202,ACCEPT",
        "accept4,288,242,ACCEPT",
        "connect,42,203,CONNECT",
        "openat,257,56,OPEN",
        "flock,73,32,FLOCK",
        "fcntl,72,25,FCNTL",
        "futex,202,98,FUTEX",
        "wait4,61,260,WAIT_PID",
        "waitid,247,95,WAIT_ID",
        "epoll_pwait,281,22,EPOLL",
        "ppoll,271,73,POLL",
        "pselect6,270,72,POLL",
        "nanosleep,35,101,SLEEP",
        "clock_nanosleep,230,115,SLEEP",
        "rt_sigsuspend,130,133,SIGNAL",
        "rt_sigtimedwait,128,137,SIGNAL",
        "restart_syscall,219,128,POLL",
        "io_uring_enter,426,426,POLL",
        "fsync,74,82,SYNC",
        "fdatasync,75,83,SYNC",
        "semtimedop,220,192,OTHER",
        "msgrcv,70,188,OTHER",
        "msgsnd,69,189,OTHER",
        "mq_timedreceive,243,183,OTHER",
    })
    void aCallHasItsNumberOnEachArchitecture(String name, long x86, long arm, CallKind kind)
            throws MalformedProcTextException {
        assertThat(List.of(call(x86 + REST, X86), call(arm + REST, ARM)))
                .extracting(TaskCall::name)
                .containsOnly(name);
        assertThat(call(x86 + REST, X86).kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({"epoll_wait,232", "poll,7", "select,23", "pause,34", "vfork,58"})
    void someAreThereOnOneOnly(String name, long x86) throws MalformedProcTextException {
        assertThat(call(x86 + REST, X86).name()).isEqualTo(name);
        assertThat(call(x86 + REST, ARM).name()).isNotEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"riscv64", "s390x", "i386", "arm", ""})
    void otherArchitecturesAreNotKnown(String architecture) {
        assertThat(SystemCalls.of(architecture)).isEmpty();
    }

    @Test
    void aCallHasSixArguments() throws MalformedProcTextException {
        TaskCall call = call("232 0x3 0x7ffd 0x40 0xffffffff 0xffffffffffffffff 0x5 0x1 0x2\n", X86);
        assertThat(call.arguments()).containsExactly(3L, 0x7ffdL, 0x40L, 0xffffffffL, -1L, 5L);
        assertThat(call.intArgument(3)).isEqualTo(-1);
        assertThat(call.argument(6)).isZero();
    }

    @Test
    void orIsNoCall() throws MalformedProcTextException {
        assertThat(call("running\n", X86).kind()).isEqualTo(CallKind.RUNNING);
        assertThat(call("-1 0x7ffd 0x7f6f\n", X86).kind()).isEqualTo(CallKind.NONE);
        assertThat(call("9999" + REST, X86))
                .extracting(TaskCall::name, TaskCall::kind)
                .containsExactly("call 9999", CallKind.OTHER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1 0x", "1 1 2 3 4 5 6", "1 0x1 0x2 0x3 0x4 0x5", "x 0x1", "1 0x1 0xg 0 0 0 0"})
    void whatIsNoneIsMalformed(String text) {
        assertThatThrownBy(() -> call(text, X86))
                .isInstanceOf(MalformedProcTextException.class)
                .hasMessageStartingWith("syscall: ");
    }

    @Test
    void aStatTellsTheTerminal() throws MalformedProcTextException {
        String text = "42 (a) b) T 7 16760 16000 34816 16759 4194304 1 0 0 0 0 0 0 0 20 0 1 0 137383 1 2\n";
        TaskStat stat = TaskStat.parse(ByteSpan.of(text));
        assertThat(stat).isEqualTo(new TaskStat("a) b", 'T', 7, 16_760, 34_816, 16_759, 137_383));
        assertThat(stat.isInBackground()).isTrue();
        assertThat(new TaskStat("a", 'T', 7, 5, 34_816, 5, 1).isInBackground()).isFalse();
        assertThat(new TaskStat("a", 'T', 7, 5, 0, -1, 1).isInBackground()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1 (a", "1 (a) S", "1 (a) S 1 2 3\n"})
    void aStatThatIsCutIsMalformed(String text) {
        assertThatThrownBy(() -> TaskStat.parse(ByteSpan.of(text))).isInstanceOf(MalformedProcTextException.class);
    }

    @Test
    void locksAndWhoWaitsForThem() {
        String text = """
                1: FLOCK  ADVISORY  WRITE 4711 fe:00:131073 0 EOF
                1: -> FLOCK  ADVISORY  WRITE 4712 fe:00:131073 0 EOF
                2: OFDLCK ADVISORY  WRITE -1 00:21:7 0 0
                3: LEASE  BREAKING  READ 99 fe:00:12 0 EOF
                3: -> LEASE BREAKER pid <none>:0
                nonsense
                4: POSIX  ADVISORY
                """;
        assertThat(FileLock.parseAll(text))
                .containsExactly(
                        new FileLock(1, false, "FLOCK", 4711, "fe:00:131073"),
                        new FileLock(1, true, "FLOCK", 4712, "fe:00:131073"),
                        new FileLock(2, false, "OFDLCK", -1, "00:21:7"),
                        new FileLock(3, false, "LEASE", 99, "fe:00:12"));
    }

    @Test
    void whatADescriptorTells() {
        FdInfo set = FdInfo.parse("""
                pos:	0
                flags:	02000002
                mnt_id:	15
                ino:	1057
                tfd:        1 events:       1c data:                1  pos:0 ino:3a1b sdev:e
                tfd:        9 events: 80002005 data:                9  pos:0 ino:3a1c sdev:e
                tfd:  garbage
                """);
        assertThat(set.watched()).containsExactly(new FdInfo.Watched(1, 0x1c), new FdInfo.Watched(9, 0x8000_2005L));
        assertThat(set.watched()).extracting(FdInfo.Watched::waitsToWrite).containsExactly(true, false);
        assertThat(set.reads()).isTrue();
        assertThat(set.writes()).isTrue();
        FdInfo lock = FdInfo.parse("flags:\t0100001\nlock:\t1: FLOCK  ADVISORY  WRITE 0 fe:00:7 0 EOF\n");
        assertThat(lock.locks()).containsExactly(new FileLock(1, false, "FLOCK", 0, "fe:00:7"));
        assertThat(lock.reads()).isFalse();
        assertThat(FdInfo.parse("tty-index:\t3\n").ttyIndex()).hasValue(3);
        assertThat(FdInfo.parse("Pid:\t4711\nNSpid:\t4711\n").pid()).hasValue(4711);
        assertThat(FdInfo.parse("Pid:\t-1\n").pid()).hasValue(-1);
        assertThat(FdInfo.parse("flags:\t0100000\n").writes()).isFalse();
        assertThat(FdInfo.parse("")).isEqualTo(FdInfo.NONE);
    }

    @Test
    void socketsOfThisMachine() {
        String text = """
                Num       RefCount Protocol Flags    Type St Inode Path
                0000000000000000: 00000003 00000000 00000000 0001 03 1001
                0000000000000000: 00000002 00000000 00010000 0001 01 1002 /run/a b
                """;
        assertThat(Sockets.unix(text))
                .containsExactly(
                        new Sockets.Socket(1001, "", "", true), new Sockets.Socket(1002, "/run/a b", "", false));
    }

    @Test
    void socketsOfTheNetwork() {
        String text = """
                  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
                   0: 0100007F:1F90 0100007F:A9C8 01 0039F200:00000000 01:00000014 00000000     0        0 4711 2 x
                """;
        assertThat(Sockets.tcp(text)).containsExactly(new Sockets.Socket(4711, "0100007F:1F90", "0100007F:A9C8", true));
    }

    @ParameterizedTest
    @CsvSource({
        "0100007F:1F90, 127.0.0.1:8080",
        "00000000000000000000000001000000:0050, [0:0:0:0:0:0:0:1]:80",
        "B80D0120000000000000000001000000:01BB, [2001:db8:0:0:0:0:0:1]:443",
        "0100007F:, 0100007F:",
        "0100007F:1F900, 0100007F:1F900",
        "x, x",
        "0100007G:1F90, 0100007G:1F90",
    })
    void anAddressIsWrittenAsPeopleDo(String digits, String address) {
        assertThat(Sockets.address(digits)).isEqualTo(address);
    }
}
