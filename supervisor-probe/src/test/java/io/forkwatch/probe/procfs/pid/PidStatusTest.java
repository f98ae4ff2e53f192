package io.forkwatch.probe.procfs.pid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkwatch.probe.procfs.Fixtures;
import io.forkwatch.probe.procfs.text.ByteSpan;
import io.forkwatch.probe.procfs.text.MalformedProcTextException;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PidStatusTest {
    private static final OptionalLong ABSENT = OptionalLong.empty();

    @Test
    void readsAJvm() throws MalformedProcTextException {
        assertThat(PidStatus.parse(Fixtures.span("jvm/status")))
                .isEqualTo(new PidStatus(
                        OptionalLong.of(2701144L * 1024),
                        OptionalLong.of(59824L * 1024),
                        OptionalLong.of(0),
                        OptionalLong.of(0),
                        OptionalLong.of(0),
                        false,
                        OptionalLong.of(20),
                        OptionalLong.of(0),
                        List.of(6903L),
                        OptionalLong.of(0x101005ccdL)));
    }

    @Test
    void aZombieHasNoMemoryLines() throws MalformedProcTextException {
        PidStatus status = PidStatus.parse(Fixtures.span("zombie-signal-9/status"));
        assertThat(status.vmHwmBytes()).isEmpty();
        assertThat(status.vmSwapBytes()).isEmpty();
        assertThat(status.threads()).hasValue(1);
    }

    @Test
    void aKernelThreadHasNoMemoryLines() throws MalformedProcTextException {
        PidStatus status = PidStatus.parse(Fixtures.span("kthreadd/status"));
        assertThat(status.vmHwmBytes()).isEmpty();
        assertThat(status.uid()).hasValue(0);
    }

    @Test
    void aNameWithANewlineForgesNoLine() throws MalformedProcTextException {
        assertThat(PidStatus.parse(Fixtures.span("odd-comm/status")).nspid()).containsExactly(6905L);
    }

    @Test
    void takesTheRealUidAndThePidInEveryNamespace() throws MalformedProcTextException {
        PidStatus status = PidStatus.parse(ByteSpan.of("Uid:\t1000\t0\t0\t0\nNSpid:\t4242\t17\t1\n"));
        assertThat(status.uid()).hasValue(1000);
        assertThat(status.nspid()).containsExactly(4242L, 17L, 1L);
    }

    @Test
    void linesThatAreMissingAreAbsent() throws MalformedProcTextException {
        assertThat(PidStatus.parse(ByteSpan.of("Name:\tx\n")))
                .isEqualTo(new PidStatus(
                        ABSENT, ABSENT, ABSENT, ABSENT, ABSENT, false, ABSENT, ABSENT, List.of(), ABSENT));
    }

    @Test
    void readsSharedMemoryAndHugePages() throws MalformedProcTextException {
        // Linux 6.18, JDK 17 with ZGC, and another with -XX:+UseLargePages.
        PidStatus status = PidStatus.parse(
                ByteSpan.of("RssAnon:\t   33792 kB\nRssShmem:\t 3145728 kB\nHugetlbPages:\t  546816 kB\n"));
        assertThat(status.rssShmemBytes()).hasValue(3145728L * 1024);
        assertThat(status.hugetlbBytes()).hasValue(546816L * 1024);
    }

    @Test
    void tellsWhetherACoreIsWritten() throws MalformedProcTextException {
        assertThat(PidStatus.parse(ByteSpan.of("CoreDumping:\t1\nTHP_enabled:\t1\n"))
                        .coreDumping())
                .isTrue();
        assertThat(PidStatus.parse(ByteSpan.of("CoreDumping:\t0\nThreads:\t1\n"))
                        .coreDumping())
                .isFalse();
    }

    @Test
    void aLabelCountsOnlyAtTheStartOfALine() throws MalformedProcTextException {
        assertThat(PidStatus.parse(ByteSpan.of("Name:\tThreads: 7\nxThreads:\t8\nThreads:\t9\n"))
                        .threads())
                .hasValue(9);
    }

    @Test
    void aLineThatWasCutDoesNotCount() throws MalformedProcTextException {
        assertThat(PidStatus.parse(ByteSpan.of("Uid:\t1\nThreads:\t12")).threads())
                .isEmpty();
    }

    @Test
    void absurdNumbersSaturate() throws MalformedProcTextException {
        PidStatus status = PidStatus.parse(ByteSpan.of("""
                VmHWM:\t9223372036854775807 kB
                VmSwap:\t-1 kB
                Threads:\t99999999999999999999
                SigCgt:\t1f000000000000001
                """));
        assertThat(status.vmHwmBytes()).hasValue(Long.MAX_VALUE);
        assertThat(status.vmSwapBytes()).hasValue(0);
        assertThat(status.threads()).hasValue(Long.MAX_VALUE);
        assertThat(status.sigCgt()).hasValue(0xf000000000000001L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Threads:\t\n",
                "Threads:\tmany\n",
                "VmHWM:\t1.5 kB\n",
                "Uid:\n",
                "NSpid:\t1\tx\n",
                "SigCgt:\t00zz\n",
                "SigCgt:\n"
            })
    void refusesALineWithoutItsNumber(String text) {
        assertThatThrownBy(() -> PidStatus.parse(ByteSpan.of(text)))
                .isInstanceOf(MalformedProcTextException.class)
                .hasMessageStartingWith("status: not a number at byte");
    }
}
