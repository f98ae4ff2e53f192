package io.forkwatch.probe.evidence.perf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeapTest {
    private static final long MIB = 1 << 20;

    /** Real JVMs with -Xmx128m, Epsilon with -Xmx8g, that had just collected about 30 MiB of live objects. */
    @ParameterizedTest
    @CsvSource(textBlock = """
        jdk17-serial,     Serial,     32735760, 67174400,  134217728,  46306107,   407,  0.36
        jdk17-parallel,   Parallel,   68139616, 111149056, 134217728,  104367000,  172,  0.36
        jdk17-g1,         G1,         95440384, 134217728, 134217728,  293535647,  227,  0.48
        jdk17-z,          ZGC,        130023424, 134217728, 134217728, 4624935,    2670, 0.97
        jdk17-shenandoah, Shenandoah, 50370048, 126877696, 134217728,  143874217,  178,  0.38
        jdk17-epsilon,    Epsilon,    575341296, 603979776, 8589934592, -,         -,    0.07
        jdk25-serial,     Serial,     32734600, 67174400,  134217728,  27324546,   406,  0.37
        jdk25-parallel,   Parallel,   32751272, 89653248,  134217728,  349070130,  161,  0.37
        jdk25-g1,         G1,         77836712, 134217728, 134217728,  368122505,  205,  0.48
        jdk25-z,          ZGC,        130023424, 134217728, 134217728, 13119193,   6842, 0.97
        jdk25-shenandoah, Shenandoah, 53704120, 76546048,  134217728,  377872148,  210,  0.40
        jdk25-epsilon,    Epsilon,    807974304, 872415232, 8589934592, -,         -,    0.09
        """, nullValues = "-")
    void theFiguresOfARealJvmAreThoseOfItsCollector(
            String file,
            String collector,
            long used,
            long committed,
            long max,
            Long gcNanos,
            Long gcCount,
            double oldRatio) {
        Heap heap = heap(PerfBytes.real(file));

        assertThat(heap.collector().map(Collector::label)).hasValue(collector);
        assertThat(heap.usedBytes()).hasValue(used);
        assertThat(heap.committedBytes()).hasValue(committed);
        assertThat(heap.maxBytes()).hasValue(max);
        assertThat(heap.gcNanos().isPresent()).isEqualTo(gcNanos != null);
        assertThat(heap.gcNanos().orElse(0)).isCloseTo(gcNanos == null ? 0 : gcNanos, within(1_000L));
        assertThat(heap.gcCount().orElse(0)).isEqualTo(gcCount == null ? 0 : gcCount);
        assertThat(heap.oldRatio().orElseThrow()).isCloseTo(oldRatio, within(0.01));
        assertThat(heap.inPause()).isFalse();
    }

    /** ZGC has never done otherwise; Serial and Parallel count their spaces at collections alone from JDK 24 on. */
    @ParameterizedTest
    @CsvSource({
        "jdk17-serial, false", "jdk17-parallel, false", "jdk17-g1, false", "jdk17-z, true", "jdk17-shenandoah, false",
        "jdk25-serial, true", "jdk25-parallel, true", "jdk25-g1, false", "jdk25-z, true", "jdk25-shenandoah, false",
        "jdk17-epsilon, false", "jdk25-epsilon, false"
    })
    void whereHeapInUseIsThatOfTheLastCollectionThatIsKnown(String file, boolean asOfLastGc) {
        assertThat(heap(PerfBytes.real(file)).asOfLastGc()).isEqualTo(asOfLastGc);
    }

    @ParameterizedTest
    @CsvSource({"1.8.0_432, false", "23.0.2, false", "24, true", "24-ea, true", "'', false"})
    void itIsFromJdk24On(String version, boolean asOfLastGc) {
        PerfBytes bytes = PerfBytes.serial(10).text("java.property.java.version", version);
        assertThat(heap(bytes.bytes()).asOfLastGc()).isEqualTo(asOfLastGc);
    }

    @Test
    void aPauseThatHasBegunAndNotEndedIsSeen() {
        PerfBytes bytes = PerfBytes.serial(10)
                .number("sun.gc.collector.1.lastEntryTime", 5)
                .number("sun.gc.collector.1.lastExitTime", 4);

        assertThat(heap(bytes.bytes()).inPause()).isTrue();
        assertThat(heap(bytes.number("sun.gc.collector.1.lastExitTime", 6).bytes())
                        .inPause())
                .isFalse();
    }

    @Test
    void whatIsNotSaidIsAbsent() {
        Heap nothing = heap(new PerfBytes().number("java.threads.live", 1).bytes());

        assertThat(nothing.collector()).isEmpty();
        assertThat(nothing.usedBytes()).isEmpty();
        assertThat(nothing.committedBytes()).isEmpty();
        assertThat(nothing.maxBytes()).isEmpty();
        assertThat(nothing.oldRatio()).isEmpty();
        assertThat(nothing.gcNanos()).isEmpty();
        assertThat(nothing.gcCount()).isEmpty();
    }

    @Test
    void aJvmThatHasNotCountedYetUsesAnUnknownPartOfItsHeap() {
        assertThat(heap(PerfBytes.serial(0).bytes()).usedBytes()).isEmpty();
        assertThat(heap(PerfBytes.serial(0).bytes()).maxBytes()).hasValue(100 * MIB);
    }

    @Test
    void aSpaceThatIsNotSaidMakesTheSumUnknown() {
        assertThat(heap(PerfBytes.serial(10)
                                .number("sun.gc.generation.1.space.0.used", -1)
                                .bytes())
                        .usedBytes())
                .isEmpty();
    }

    @Test
    void aCollectorOfTheFutureHasNoMaximumHere() {
        Heap heap =
                heap(PerfBytes.serial(10).text("sun.gc.policy.name", "New:GC").bytes());

        assertThat(heap.collector()).isEmpty();
        assertThat(heap.maxBytes()).isEmpty();
        assertThat(heap.usedBytes()).hasValue(10 * MIB);
    }

    private static Heap heap(byte[] bytes) {
        return new Heap(PerfData.parse(bytes).orElseThrow());
    }
}
