package io.forkwatch.probe.procfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.forkwatch.probe.procfs.handle.StatHandle;
import io.forkwatch.probe.procfs.handle.StatReader;
import io.forkwatch.probe.procfs.pid.NoSuchProcessException;
import io.forkwatch.probe.procfs.pid.PidStat;
import io.forkwatch.probe.procfs.pid.PidStatus;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Against the kernel of this machine. */
@EnabledOnOs(OS.LINUX)
class RealProcTest {
    private static final int WARM_UP = 30_000;
    private static final int READS = 10_000;

    private final ProcFs files = ProcFs.system();
    private final long self = ProcessHandle.current().pid();

    @Test
    void seesThisJvm() throws IOException {
        PidStat stat = files.stat(self);
        assertThat(stat.pid()).isEqualTo(self);
        assertThat(stat.commEquals("java")).isTrue();
        assertThat(stat.threads()).isGreaterThan(1);
        assertThat(stat.rssPages()).isPositive();
        PidStatus status = files.status(self);
        assertThat(status.vmHwmBytes().orElseThrow()).isPositive();
        assertThat(status.nspid()).contains(self);
        assertThat(files.cmdline(self).get(0)).endsWith("java");
        assertThat(files.workingDirectory(self))
                .contains(Path.of("").toAbsolutePath().toString());
        assertThat(files.pids()).contains(self).doesNotContain(0);
    }

    @Test
    void countsOpenDescriptorsAsTheDirectoryDoes() throws Exception {
        Process child = new ProcessBuilder("cat").start();
        try {
            // Until it answers it may have this JVM's, or a library that its loader maps.
            child.getOutputStream().write('\n');
            child.getOutputStream().flush();
            assertThat(child.getInputStream().read()).isEqualTo('\n');
            assertThat(files.openFds(child.pid())).hasValue(3);
        } finally {
            child.destroyForcibly().waitFor();
        }
        assertThatThrownBy(() -> files.openFds(child.pid())).isInstanceOf(NoSuchProcessException.class);
    }

    @Test
    void theUnitsAreThoseOfThisMachine() {
        Auxv auxv = files.auxv();
        assertThat(auxv.assumed()).isFalse();
        assertThat(auxv.clockTicksPerSecond()).isBetween(24L, 1200L);
        assertThat(Long.bitCount(auxv.pageSizeBytes())).isOne();
    }

    @Test
    void ageIsUptimeMinusStarttime() throws IOException {
        long age = files.uptime().upNanos()
                - files.auxv().ticksToNanos(files.stat(self).starttimeTicks());
        assertThat(age).isNotNegative();
        assertThat(ProcessHandle.current()
                        .info()
                        .totalCpuDuration()
                        .orElseThrow()
                        .toNanos())
                .isLessThanOrEqualTo(age * Runtime.getRuntime().availableProcessors());
    }

    @Test
    void aHeldDescriptorOutlivesItsChildAndSaysSoForEver() throws Exception {
        StatReader reader = new StatReader(files);
        Process child = new ProcessBuilder("sleep", "60").start();
        try (StatHandle held = reader.hold(child.pid())) {
            PidStat stat = reader.read(held);
            assertThat(stat.pid()).isEqualTo(child.pid());
            assertThat(stat.ppid()).isEqualTo(self);
            child.destroyForcibly().waitFor();
            assertThatThrownBy(() -> reader.read(held)).isInstanceOf(NoSuchProcessException.class);
            assertThatThrownBy(() -> reader.read(held)).isInstanceOf(NoSuchProcessException.class);
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> reader.read(held)).isInstanceOf(NoSuchProcessException.class);
            assertThat(Thread.interrupted()).isTrue();
        } finally {
            child.destroyForcibly();
        }
        assertThatThrownBy(() -> files.statBytes(child.pid())).isInstanceOf(NoSuchProcessException.class);
        assertThatThrownBy(() -> files.stat(child.pid())).isInstanceOf(NoSuchProcessException.class);
    }

    /** A shell starts a child and then becomes sleep(1), which knows nothing of it and never waits for it. */
    @Test
    void aZombieShowsItsExitCodeAndHasNoMemory() throws IOException {
        // Through descriptor 3: a shell gives /dev/null as standard input to what it runs in the background.
        String script = "exec 3<&0; sh -c 'read x <&3; exit 3' & echo $!; exec sleep 60";
        Process parent = new ProcessBuilder("sh", "-c", script).start();
        try (BufferedReader out = parent.inputReader()) {
            long pid = Long.parseLong(out.readLine());
            await(() -> files.stat(parent.pid()).commEquals("sleep"));
            parent.getOutputStream().close();
            await(() -> files.stat(pid).state() == 'Z');
            PidStat zombie = files.stat(pid);
            assertThat(zombie.exitCode()).isEqualTo(3 << 8);
            assertThat(zombie.ppid()).isEqualTo(parent.pid());
            assertThat(zombie.rssPages()).isZero();
            assertThat(files.status(pid).vmHwmBytes()).isEmpty();
            assertThat(files.cmdline(pid)).isEmpty();
            assertThat(files.workingDirectory(pid)).isEmpty();
        } finally {
            parent.destroyForcibly();
        }
    }

    @Test
    void statBytesFitTheStackOfAReaperThread() throws Exception {
        AtomicReference<Object> result = new AtomicReference<>("nothing");
        Runnable read = () -> {
            try {
                result.set(files.statBytes(self));
            } catch (IOException e) {
                result.set(e);
            }
        };
        Thread reaperLike = new Thread(null, read, "reaper-like", 128 * 1024);
        reaperLike.start();
        reaperLike.join();
        assertThat(result.get()).isInstanceOf(byte[].class);
    }

    @Test
    void aReadAllocatesNothing() throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        StatReader reader = new StatReader(files);
        try (StatHandle held = reader.hold(self)) {
            readOften(reader, held, WARM_UP);
            long before = threads.getCurrentThreadAllocatedBytes();
            readOften(reader, held, READS);
            long bytes = threads.getCurrentThreadAllocatedBytes() - before;
            assertThat(bytes).isLessThan(READS);
        }
    }

    private static void readOften(StatReader reader, StatHandle held, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            reader.read(held);
        }
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void await(Condition condition) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("still waiting").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
