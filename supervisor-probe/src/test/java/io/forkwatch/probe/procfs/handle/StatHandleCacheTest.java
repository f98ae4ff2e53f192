package io.forkwatch.probe.procfs.handle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkwatch.probe.procfs.TestProc;
import io.forkwatch.probe.procfs.pid.NoSuchProcessException;
import io.forkwatch.probe.procfs.pid.PidStat;
import io.forkwatch.probe.procfs.text.ByteSpan;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatHandleCacheTest {
    @TempDir
    private Path mount;

    private TestProc proc;
    private StatHandleCache stats;
    private boolean noneLeft;
    private final ByteBuffer buffer = ByteBuffer.allocate(4096);
    private final ByteSpan text = new ByteSpan(4096);

    @BeforeEach
    void twoMayBeHeld() {
        proc = new TestProc(mount);
        stats = new StatHandleCache(proc.files(), this::open, 2);
    }

    private FileChannel open(long pid, String name) throws IOException {
        if (noneLeft) {
            throw new IOException(name + " (Too many open files)");
        }
        return proc.files().openStat(pid, name);
    }

    private StatHandle hold(long pid) throws IOException {
        proc.stat(pid, 100);
        return stats.hold(pid);
    }

    private String read(StatHandle stat) throws IOException {
        stat.read(buffer, text);
        return new String(text.array(), 0, text.length(), StandardCharsets.ISO_8859_1);
    }

    // Read twice: the first time settles who it is.
    private void confirmed(StatHandle each) throws IOException {
        PidStat stat = new PidStat();
        read(each);
        stat.parse(text);
        each.confirm(stat);
        read(each);
    }

    @Test
    void beyondTheCapOneIsReadAllTheSame() throws IOException {
        hold(7);
        hold(8);
        StatHandle third = hold(9);
        assertThat(stats.held()).isEqualTo(2);
        assertThat(read(third)).startsWith("9 (fake)");
        proc.stat(9, 200);
        assertThat(read(third)).contains(" 200 ");
        proc.remove("9");
        assertThatThrownBy(() -> read(third)).isInstanceOf(NoSuchProcessException.class);
    }

    @Test
    void oneThatIsNotHeldIsClosedAsTheOthersAre() throws IOException {
        hold(7);
        hold(8);
        StatHandle third = hold(9);
        third.close();
        assertThatThrownBy(() -> read(third)).isInstanceOf(ClosedChannelException.class);
        assertThat(stats.held()).isEqualTo(2);
    }

    @Test
    void whatIsGivenBackServesTheNext() throws IOException {
        StatHandle first = hold(7);
        hold(8);
        first.close();
        first.close();
        assertThat(stats.held()).isEqualTo(1);
        hold(9);
        assertThat(stats.held()).isEqualTo(2);
    }

    /** Each descriptor costs each start of a child: the JDK's helper closes what it inherits one by one. */
    @Test
    void whileChildrenAreStartedNoneAreHeldAndAfterwardsThoseThatLiveOn() throws IOException {
        StatHandle first = hold(7);
        stats.setHolding(false);
        assertThat(stats.held()).isZero();
        StatHandle second = hold(8);
        assertThat(stats.held()).isZero();
        assertThat(read(first)).startsWith("7 (fake)");
        stats.setHolding(true);
        for (StatHandle each : List.of(first, second)) {
            confirmed(each);
        }
        assertThat(stats.held()).isEqualTo(2);
        assertThat(read(second)).startsWith("8 (fake)");
    }

    @Test
    void outOfDescriptorsHalfAreGivenBackAndAllAreReadAllTheSame() throws IOException {
        StatHandle first = hold(7);
        StatHandle second = hold(8);
        second.close();
        noneLeft = true;
        StatHandle third = hold(9);
        assertThat(stats.ranOut()).isTrue();
        assertThat(stats.held()).isZero();
        assertThat(read(first)).startsWith("7 (fake)");
        assertThat(read(third)).startsWith("9 (fake)");
        noneLeft = false;
        confirmed(first);
        assertThat(stats.held()).as("no more than the rest from now on").isZero();
    }

    /** Those that were started while none were held are opened at a later read. */
    @Test
    void outOfDescriptorsAtALaterSampleIsNoFailedSample() throws IOException {
        stats.setHolding(false);
        StatHandle first = hold(7);
        confirmed(first);
        stats.setHolding(true);
        noneLeft = true;
        assertThat(read(first)).startsWith("7 (fake)");
        assertThat(stats.ranOut()).isTrue();
        assertThat(stats.held()).isZero();
    }

    @Test
    void onlyThatErrorGivesDescriptorsBack() throws IOException {
        hold(7);
        hold(8);
        assertThat(stats.gaveBack(new IOException())).isFalse();
        assertThat(stats.gaveBack(new IOException("/proc/9/stat (Permission denied)")))
                .isFalse();
        assertThat(stats.held()).isEqualTo(2);
        assertThat(stats.gaveBack(new IOException("/proc/9/stat (Too many open files in system)")))
                .isTrue();
        assertThat(stats.held()).isEqualTo(1);
    }

    @Test
    void atMostAQuarterOfWhatThisProcessMayOpenIsHeld() throws IOException {
        proc.write("self/limits", "Max open files            12                   4096                 files     \n");
        StatHandleCache few = new StatHandleCache(proc.files());
        for (long pid = 1; pid <= 10; pid++) {
            proc.stat(pid, 1);
            few.hold(pid);
        }
        assertThat(few.held()).isEqualTo(3);
    }

    @Test
    void aProcessThatIsNotThereCannotBeHeld() {
        assertThatThrownBy(() -> stats.hold(99)).isInstanceOf(NoSuchProcessException.class);
        assertThat(stats.held()).isZero();
        assertThat(stats.ranOut()).isFalse();
    }
}
