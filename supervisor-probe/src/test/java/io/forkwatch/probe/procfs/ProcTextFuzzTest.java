package io.forkwatch.probe.procfs;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.forkwatch.probe.procfs.pid.Cmdline;
import io.forkwatch.probe.procfs.pid.PidStat;
import io.forkwatch.probe.procfs.pid.PidStatus;
import io.forkwatch.probe.procfs.text.ByteSpan;
import io.forkwatch.probe.procfs.text.MalformedProcTextException;
import java.nio.ByteOrder;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;

/**
 * Whatever the bytes are: a parser gives values within their range, or {@link MalformedProcTextException} and nothing
 * else. The build runs the seeds beside this class; {@code JAZZER_FUZZ=1} looks for more.
 */
@Tag("fuzz")
class ProcTextFuzzTest {
    @FuzzTest(maxDuration = "1m")
    void stat(byte[] input) {
        PidStat stat = new PidStat();
        try {
            stat.parse(span(input));
        } catch (MalformedProcTextException e) {
            assertThat(e).hasMessageStartingWith("stat: ");
            return;
        }
        assertThat(stat.pid()).isPositive();
        assertThat(List.of(
                        stat.ppid(),
                        stat.flags(),
                        stat.minflt(),
                        stat.utimeTicks(),
                        stat.stimeTicks(),
                        stat.cutimeTicks(),
                        stat.cstimeTicks(),
                        stat.threads(),
                        stat.starttimeTicks(),
                        stat.rssPages(),
                        (long) stat.exitCode()))
                .allMatch(value -> value >= 0);
        assertThat(stat.state()).matches(Character::isLetter);
        assertThat(stat.comm().length()).isLessThan(input.length);
    }

    @FuzzTest(maxDuration = "1m")
    void loadavg(byte[] input) {
        try {
            assertThat(LastPid.parse(span(input))).isPositive();
        } catch (MalformedProcTextException e) {
            assertThat(e).hasMessageStartingWith("loadavg: ");
        }
    }

    @FuzzTest(maxDuration = "1m")
    void status(byte[] input) {
        try {
            PidStatus status = PidStatus.parse(span(input));
            assertThat(List.of(status.vmHwmBytes(), status.vmSwapBytes(), status.threads(), status.uid()))
                    .allMatch(ProcTextFuzzTest::absentOrNatural);
            assertThat(status.nspid()).allMatch(pid -> pid >= 0);
        } catch (MalformedProcTextException e) {
            assertThat(e).hasMessageStartingWith("status: ");
        }
    }

    @FuzzTest(maxDuration = "1m")
    void cmdline(byte[] input) {
        List<String> arguments = Cmdline.parse(span(input));
        assertThat(arguments.isEmpty()).isEqualTo(input.length == 0);
        assertThat(arguments).allMatch(argument -> argument.indexOf('\0') < 0);
    }

    @FuzzTest(maxDuration = "1m")
    void uptime(byte[] input) {
        try {
            assertThat(Uptime.parse(span(input)).upNanos()).isNotNegative();
        } catch (MalformedProcTextException e) {
            assertThat(e).hasMessageStartingWith("uptime: ");
        }
    }

    @FuzzTest(maxDuration = "1m")
    void kernelVersion(byte[] input) {
        KernelVersion.parse(span(input)).ifPresent(version -> {
            assertThat(version.major()).isBetween(0, 9_999);
            assertThat(version.minor()).isBetween(0, 9_999);
            assertThat(version.patch()).isBetween(0, 9_999);
        });
    }

    @FuzzTest(maxDuration = "1m")
    void auxv(byte[] input) {
        Auxv auxv = Auxv.parse(span(input), ByteOrder.LITTLE_ENDIAN);
        assertThat(auxv.clockTicksPerSecond()).isBetween(1L, 1_000_000L);
        assertThat(auxv.pageSizeBytes()).isBetween(4096L, 1L << 20);
        assertThat(auxv.ticksToNanos(Long.MAX_VALUE)).isPositive();
        assertThat(auxv.pagesToBytes(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
    }

    @FuzzTest(maxDuration = "1m")
    void cgroup(byte[] input) {
        PidCgroup groups = PidCgroup.parse(span(input));
        assertThat(groups.memory().orElse("/")).startsWith("/");
        assertThat(groups.unified().orElse("/")).startsWith("/");
    }

    @FuzzTest(maxDuration = "1m")
    void mountinfo(byte[] input) {
        MountInfo mounts = MountInfo.parse(span(input));
        assertThat(mounts.memory().isEmpty() || input.length > 6).isTrue();
    }

    @FuzzTest(maxDuration = "1m")
    void vmstat(byte[] input) {
        try {
            assertThat(Vmstat.parse(span(input)).oomKills()).matches(ProcTextFuzzTest::absentOrNatural);
        } catch (MalformedProcTextException e) {
            assertThat(e).hasMessageStartingWith("vmstat: ");
        }
    }

    private static boolean absentOrNatural(OptionalLong value) {
        return value.isEmpty() || value.getAsLong() >= 0;
    }

    private static ByteSpan span(byte[] input) {
        ByteSpan span = new ByteSpan(1);
        span.set(input, 0, input.length);
        return span;
    }
}
