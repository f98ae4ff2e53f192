package io.forkwatch.probe.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.Troubles;
import io.forkwatch.probe.procfs.TestProc;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastPidCheckTest {
    private static final long MINUTE = 60_000_000_000L;

    @TempDir
    private Path mount;

    private final Troubles troubles = new Troubles();
    private TestProc proc;
    private LastPidCheck check;

    @BeforeEach
    void build() throws IOException {
        proc = new TestProc(mount).write("self/mountinfo", "");
        check = new LastPidCheck(proc.files(), troubles);
    }

    private void last(long pid) throws IOException {
        proc.write("loadavg", "0.20 0.18 0.12 1/80 " + pid + "\n");
    }

    @Test
    void nothingIsUnchangedBeforeTheFirstListing() throws IOException {
        last(50);
        assertThat(check.isUnchanged(0)).isFalse();
        assertThat(check.isUnchanged(0)).as("none was taken").isFalse();
        check.listed();
        assertThat(check.isUnchanged(0)).isTrue();
    }

    @Test
    void whoIsBornWhileAListingIsTakenIsSeenByTheNextCheck() throws IOException {
        last(50);
        check.isUnchanged(0);
        last(51);
        check.listed();
        assertThat(check.isUnchanged(0)).isFalse();
    }

    @Test
    void aFileThatCannotBeOpenedIsTriedAgainAMinuteLater() throws IOException {
        assertThat(check.isUnchanged(5)).isFalse();
        check.listed();
        last(50);
        assertThat(check.isUnchanged(MINUTE + 4)).isFalse();
        check.listed();
        assertThat(check.isUnchanged(MINUTE + 4)).as("still not opened").isFalse();
        assertThat(check.isUnchanged(MINUTE + 5)).isFalse();
        check.listed();
        assertThat(check.isUnchanged(MINUTE + 5)).isTrue();
    }

    @Test
    void aFileThatCannotBeReadAnyMoreIsOpenedAnewAtOnce() throws IOException {
        last(50);
        check.isUnchanged(0);
        check.listed();
        proc.remove("loadavg");
        last(50);
        assertThat(check.isUnchanged(1)).isFalse();
        assertThat(check.isUnchanged(2)).as("nothing was listed meanwhile").isTrue();
        assertThat(troubles.seen()).isEmpty();
    }

    @Test
    void anInterruptIsGotOver() throws IOException {
        last(50);
        check.isUnchanged(0);
        check.listed();
        Thread.currentThread().interrupt();
        assertThat(check.isUnchanged(1)).isFalse();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(check.isUnchanged(2)).isTrue();
    }
}
