package io.forkwatch.probe.procfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.procfs.text.ByteSpan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RssAccuracyTest {
    private static final long PAGE = 4096;
    private static final long MIB_PAGES = (1 << 20) / PAGE;

    @TempDir
    private Path mount;

    private static RssAccuracy accuracy(String release, int processors) {
        return RssAccuracy.of(KernelVersion.parse(ByteSpan.of(release)), processors);
    }

    @ParameterizedTest
    @CsvSource({
        "6.18.44-fc-v509,             2,   64,   0,  true",
        "6.12.117-cloud-amd64,        16,  512,  0,  true",
        "6.12.117-cloud-amd64,        128, 32768, 0, true",
        "6.12.38+deb13-amd64,         64,  8192, 0,  false",
        "6.8.0-45-generic,            8,   256,  0,  false",
        "6.16.0,                      4,   128,  0,  true",
        "6.2.0,                       1,   32,   0,  false",
        "6.1.192-cloud-amd64,         16,  0,    64, false",
        "5.10.0-33-amd64,             2,   0,    64, false",
        "4.18.0-553.el8_10.x86_64,    96,  0,    64, false",
        "7.0-rc1,                     2,   64,   0,  true",
    })
    void isThatOfKernelAndProcessors(
            String release, int processors, long pages, long pagesPerThread, boolean statmExact) {
        assertThat(accuracy(release, processors)).isEqualTo(new RssAccuracy(pages, pagesPerThread, statmExact));
    }

    @ParameterizedTest
    @CsvSource({
        // Two processors: 256 KiB, which is never worth a second file.
        "6.18.44, 2,  1,  1,    false",
        // Sixteen: 2 MiB, for a figure below 200 MiB.
        "6.18.44, 16, 1,  199,  true",
        "6.18.44, 16, 1,  200,  false",
        // Before 6.2 the threads count: five keep 1.25 MiB.
        "6.1.192, 16, 4,  10,   false",
        "6.1.192, 16, 5,  10,   true",
        "6.1.192, 16, 40, 999,  true",
        "6.1.192, 16, 40, 1000, false",
    })
    void isTooCoarseAboveOnePercentAndOneMebibyte(
            String release, int processors, long threads, long rssMib, boolean tooCoarse) {
        assertThat(accuracy(release, processors).isTooCoarse(rssMib * MIB_PAGES, threads, PAGE))
                .isEqualTo(tooCoarse);
    }

    @Test
    void aKernelThatDoesNotSayItsVersionIsTakenAtItsWord() {
        assertThat(accuracy("", 128)).isEqualTo(RssAccuracy.EXACT);
        assertThat(accuracy("Linux", 128)).isEqualTo(RssAccuracy.EXACT);
        assertThat(RssAccuracy.of(Optional.empty(), 128).isTooCoarse(1, 1000, PAGE))
                .isFalse();
    }

    @Test
    void countsTheProcessorsOfTheMachine() throws IOException {
        TestProc proc = new TestProc(mount);
        proc.write("sys/kernel/osrelease", "6.12.117\n");
        proc.write("stat", "cpu  1 2 3\n" + "cpu7 1 2 3\n".repeat(16) + "intr 5 cpu\n");
        assertThat(proc.files().rssAccuracy()).isEqualTo(accuracy("6.12.117", 16));
        proc.write("stat", "cpu");
        assertThat(proc.files().rssAccuracy()).isEqualTo(accuracy("6.12.117", 1));
        proc.remove("stat");
        assertThat(proc.files().rssAccuracy()).isEqualTo(RssAccuracy.EXACT);
    }

    @Test
    void thisMachineHasOne() {
        assertThat(ProcFs.system().rssAccuracy().possibleErrorPages(1)).isPositive();
    }
}
