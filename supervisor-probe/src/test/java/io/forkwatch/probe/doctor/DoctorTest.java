package io.forkwatch.probe.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkwatch.probe.OddFile;
import io.forkwatch.probe.procfs.pid.NoSuchProcessException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DoctorTest {
    private static final long FIRST_NAMESPACE = 4_026_531_836L;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path root;

    @SuppressWarnings("NullAway.Init")
    private FakeMachine machine;

    @BeforeEach
    void machine() {
        machine = new FakeMachine(root);
    }

    @Test
    void onABareMachineSaysNoAndHowToGetIt() {
        String page = machine.doctor().machine();

        assertThat(line(page, "java")).isEqualTo("  yes  java                 17.0.15");
        assertThat(line(page, "procfs")).startsWith("  yes ");
        assertThat(line(page, "cgroups")).startsWith("  no ").contains("mount cgroup2");
        assertThat(line(page, "memory cgroup")).startsWith("  no ");
        assertThat(line(page, "machine's OOM count")).startsWith("  no ").contains("Linux 4.13");
        assertThat(line(page, "kernel log")).startsWith("  no ").contains("give the container this device");
        assertThat(line(page, "JVM perf data")).startsWith("  no ").contains("tmp/hsperfdata_ci");
        assertThat(line(page, "first pid namespace")).startsWith("  no ").contains("container");
        assertThat(line(page, "pressure (PSI)")).startsWith("  no ").contains("psi=1");
        assertThat(line(page, "task/children")).startsWith("  no ");
        assertThat(line(page, "ptrace scope")).startsWith("  yes ").contains("no Yama");
    }

    @Test
    void onARichMachineSaysYesThroughout() {
        machine.mount("30 1 0:9 / ROOT/cg rw - cgroup2 cgroup2 rw")
                .cgroup(FakeMachine.SELF, "0::/ci/build\n")
                .file("cg/ci/build/memory.events", "low 0\noom_kill 3\n")
                .file("cg/ci/build/memory.events.local", "low 0\noom_kill 2\n")
                .file("cg/ci/build/memory.max", "max\n")
                .file("cg/ci/memory.max", "2147483648\n")
                .file("cg/ci/build/memory.peak", "1073741824\n")
                .file("proc/vmstat", "oom_kill 4\n")
                .file("proc/pressure/memory", "some avg10=0.00\n")
                .file("proc/self/task/7/children", "")
                .file("proc/self/limits", "Max open files            4096                 4096                 files\n")
                .file("dev/kmsg", "")
                .directory("tmp/hsperfdata_ci")
                .pidNamespace("self", FIRST_NAMESPACE);

        String page = machine.doctor().machine();

        assertThat(page.lines().skip(1)).hasSizeGreaterThan(15).allMatch(line -> line.startsWith("  yes  "));
        assertThat(line(page, "cgroups")).endsWith("  version 2");
        assertThat(line(page, "memory cgroup")).endsWith("/ci/build, OOM kills so far: 2");
        assertThat(line(page, "memory limit")).contains("2048 MiB");
        assertThat(line(page, "group's peak")).endsWith("1024 MiB");
        assertThat(line(page, "machine's OOM count")).endsWith("vmstat oom_kill 4");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            6.18.44 | 2  | yes | stat may be too low by 256 KiB
            6.18.44 | 16 | yes | stat may be too low by 2048 KiB, so statm is read where that matters: it is exact
            6.8.0   | 16 | no  | stat may be too low by 2048 KiB, and on this kernel smaps_rollup alone is exact
            6.1.192 | 2  | no  | stat may be too low by 256 KiB a thread, and on this kernel smaps_rollup alone is exact
            """)
    void tellsHowTrueResidentMemoryIs(String kernel, int processors, String answer, String text) {
        machine.file("proc/sys/kernel/osrelease", kernel + "\n")
                .file("proc/stat", "cpu 1\n" + "cpu0 1\n".repeat(processors));
        assertThat(line(machine.doctor().machine(), "resident memory"))
                .startsWith("  " + answer + " ")
                .contains(text);
    }

    @Test
    void knowsVersionOneAndHybrid() {
        machine.mount("31 1 0:8 / ROOT/memory rw - cgroup cgroup rw,memory")
                .cgroup(FakeMachine.SELF, "4:memory:/build\n0::/\n")
                .file("memory/build/memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 1\n")
                .file("memory/build/memory.stat", "hierarchical_memory_limit 9223372036854771712\n");
        assertThat(line(machine.doctor().machine(), "cgroups")).endsWith("version 1 (memory controller)");

        machine.mount("30 1 0:9 / ROOT/cg rw - cgroup2 cgroup2 rw");
        String page = machine.doctor().machine();

        assertThat(line(page, "cgroups")).contains("hybrid");
        assertThat(line(page, "memory cgroup")).startsWith("  yes ").endsWith("/build, OOM kills so far: 1");
        assertThat(line(page, "memory limit")).startsWith("  no ");
    }

    @Test
    void aGroupThatIsCountedWithOthersProvesLess() {
        machine.mount("30 1 0:9 / ROOT/cg rw - cgroup2 cgroup2 rw")
                .cgroup(FakeMachine.SELF, "0::/ci/build\n")
                .file("cg/ci/memory.events", "oom_kill 0\n");

        assertThat(line(machine.doctor().machine(), "group's own kills")).startsWith("  no ");
    }

    @Test
    void tellsThatTheProcessesOfAnotherPidNamespaceAreNotOurs() {
        machine.file("proc/self/status", "Name:\tjava\nNSpid:\t7\t1\nNSpgid:\t7\t1\n");
        assertThat(line(machine.doctor().machine(), "procfs"))
                .startsWith("  no ")
                .contains("another pid namespace", "--mount-proc");
    }

    @ParameterizedTest
    @CsvSource({"1, no", "2, no", "invisible, no", "ptraceable, no", "0, yes", "off, yes"})
    void tellsHidepid(String value, String answer) {
        machine.hidepid(value);
        assertThat(line(machine.doctor().machine(), "other users")).startsWith("  " + answer + " ");
    }

    @ParameterizedTest
    @EnumSource(names = {"FIFO", "LINK_TO_ENDLESS_DEVICE"})
    @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void whatIsNotTheKernelsLogIsNotOpened(OddFile odd) throws IOException {
        machine.directory("dev");
        odd.make(root.resolve("dev/kmsg"));
        assertThat(line(machine.doctor().machine(), "kernel log")).startsWith("  no ");
    }

    @Test
    void tellsWhyTheKernelsLogIsShut() {
        machine.file("proc/sys/kernel/dmesg_restrict", "1\n");
        assertThat(line(machine.doctor().machine(), "kernel log")).contains("CAP_SYSLOG", "kernel.dmesg_restrict=0");
    }

    @ParameterizedTest
    @CsvSource({"0, yes", "1, yes", "3, no"})
    void tellsYama(int scope, String answer) {
        machine.file("proc/sys/kernel/yama/ptrace_scope", scope + "\n");
        assertThat(line(machine.doctor().machine(), "ptrace scope")).startsWith("  " + answer + " ");
    }

    @Test
    void aSmallLimitOnOpenFilesIsTold() {
        machine.file("proc/self/limits", "Max open files            256                  256                  files\n");
        assertThat(line(machine.doctor().machine(), "open files"))
                .startsWith("  no ")
                .contains("limit 256", "ulimit -n");
    }

    @Test
    void aJvmOfOurOwnIsOpenToUs() throws IOException {
        machine.process(42, "java", 1000, 0x4)
                .file("proc/42/io", "rchar: 1\n")
                .file("proc/42/root/tmp/hsperfdata_ci/42", "")
                .pidNamespace("42", 1)
                .pidNamespace("self", 1);

        String page = machine.doctor().process(42);

        assertThat(page).startsWith("what can be known here about pid 42\n  yes  process             java, state S");
        for (String what : new String[] {
            "same user", "its files", "exit status", "same pid namespace", "JVM perf data", "attach to it", "open files"
        }) {
            assertThat(line(page, what)).startsWith("  yes ");
        }
    }

    @Test
    void aStrangerKeepsMostToItself() throws IOException {
        machine.process(42, "sleep", 0, 0).pidNamespace("42", 2).pidNamespace("self", 1);

        String page = machine.doctor().process(42);

        assertThat(line(page, "same user")).startsWith("  no ").contains("uid 0");
        assertThat(line(page, "exit status")).startsWith("  no ");
        assertThat(line(page, "same pid namespace")).startsWith("  no ");
        assertThat(line(page, "JVM perf data")).startsWith("  no ");
        assertThat(line(page, "attach to it")).startsWith("  no ").contains("SIGQUIT");
    }

    @Test
    void aProcessInAContainerHasItsFileUnderItsOwnPid() throws IOException {
        machine.process(42, "java", 1000, 0x4)
                .file("proc/42/status", "Uid:\t1000\t0\t0\t0\nNSpid:\t42\t1\nSigCgt:\t0000000000000004\n")
                .file("proc/42/root/tmp/hsperfdata_app/1", "");

        assertThat(line(machine.doctor().process(42), "JVM perf data")).startsWith("  yes ");
    }

    @Test
    void theLogOfASupervisorThatNobodyHearsIsNamed() throws IOException {
        machine.process(42, "java", 1000, 0x4);
        assertThat(machine.doctor().process(42)).doesNotContain("log of Forkwatch");

        machine.file("proc/42/root/tmp/forkwatch-42-0/log", "[forkwatch] child died: ...\n");

        assertThat(line(machine.doctor().process(42), "log of Forkwatch"))
                .startsWith("  yes ")
                .endsWith("  /tmp/forkwatch-42-0/log: its stderr is closed or a null device");
    }

    @Test
    void theLogOfASupervisorInAContainerHasItsOwnPid() throws IOException {
        machine.process(42, "java", 1000, 0x4)
                .file("proc/42/status", "Uid:\t1000\t0\t0\t0\nNSpid:\t42\t1\nSigCgt:\t0000000000000004\n")
                .file("proc/42/root/dev/shm/forkwatch-1-0/log", "")
                .file("proc/42/root/tmp/forkwatch-42-0/log", "");

        assertThat(line(machine.doctor().process(42), "log of Forkwatch")).contains("  /dev/shm/forkwatch-1-0/log: ");
    }

    @Test
    void aNameCannotForgeALine() throws IOException {
        machine.process(42, "x\n  yes  kernel log", 1000, 0);
        assertThat(machine.doctor().process(42)).contains("x?  yes  kernel log, state S");
    }

    @Test
    void noProcessIsNoPage() {
        assertThatThrownBy(() -> machine.doctor().process(43)).isInstanceOf(NoSuchProcessException.class);
    }

    @Test
    void thisMachineAndThisJvmCanBeExamined() throws IOException {
        assertThat(line(Doctor.ofMachine().machine(), "procfs")).startsWith("  yes ");
        assertThat(line(Doctor.ofMachine().process(ProcessHandle.current().pid()), "same user"))
                .startsWith("  yes ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "1x", "abc", " 1", "1234567890", "\u0661"})
    void otherTextIsNoPid(String text) {
        assertThat(Doctor.pid(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "007, 7", "4194304, 4194304"})
    void aPidIsANumber(String text, long pid) {
        assertThat(Doctor.pid(text)).hasValue(pid);
    }

    private static String line(String page, String what) {
        return FakeMachine.line(page, what);
    }
}
