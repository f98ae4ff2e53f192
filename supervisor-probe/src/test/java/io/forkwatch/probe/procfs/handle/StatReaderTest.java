package io.forkwatch.probe.procfs.handle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkwatch.probe.procfs.RssAccuracy;
import io.forkwatch.probe.procfs.TestProc;
import io.forkwatch.probe.procfs.TestProcess;
import io.forkwatch.probe.procfs.pid.NoSuchProcessException;
import io.forkwatch.probe.procfs.pid.PidStat;
import io.forkwatch.probe.procfs.text.MalformedProcTextException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatReaderTest {
    @TempDir
    private Path mount;

    private TestProc proc;
    private StatReader reader;

    @BeforeEach
    void mount() {
        proc = new TestProc(mount);
        reader = new StatReader(proc.files());
    }

    private StatHandle hold(long pid, long starttimeTicks) throws IOException {
        proc.stat(pid, starttimeTicks);
        return reader.hold(pid);
    }

    @AfterEach
    void leaveNoInterruptToTheNextTest() {
        Thread.interrupted();
    }

    @Test
    void readsManyProcessesIntoOneView() throws IOException {
        try (StatHandle a = hold(7, 100);
                StatHandle b = hold(8, 200)) {
            PidStat view = reader.read(a);
            assertThat(view.starttimeTicks()).isEqualTo(100);
            assertThat(reader.read(b)).isSameAs(view);
            assertThat(view.starttimeTicks()).isEqualTo(200);
            assertThat(a.pid()).isEqualTo(7);
        }
    }

    @Test
    void seesWhatChangedSinceTheLastRead() throws IOException {
        try (StatHandle held = hold(7, 100)) {
            reader.read(held);
            proc.write("7/stat", "7 (fake) Z 1 1 1 0 -1 0 0 0 0 0 7 3 0 0 20 0 1 0 100 0 0 \n");
            assertThat(reader.read(held).state()).isEqualTo('Z');
        }
    }

    @Test
    void anEmptyTextIsAProcessThatIsGone() throws IOException {
        try (StatHandle held = hold(7, 100)) {
            reader.read(held);
            proc.write("7/stat", "");
            assertThatThrownBy(() -> reader.read(held)).isInstanceOf(NoSuchProcessException.class);
        }
    }

    @Test
    void anotherStartIsAnotherProcess() throws IOException {
        try (StatHandle held = hold(7, 100)) {
            reader.read(held);
            proc.stat(7, 101);
            assertThatThrownBy(() -> reader.read(held)).isInstanceOf(NoSuchProcessException.class);
        }
    }

    @Test
    void aMalformedTextIsNotTheEndOfTheProcess() throws IOException {
        try (StatHandle held = hold(7, 100)) {
            proc.write("7/stat", "7 (fake");
            assertThatThrownBy(() -> reader.read(held)).isInstanceOf(MalformedProcTextException.class);
            proc.stat(7, 100);
            assertThat(reader.read(held).starttimeTicks()).isEqualTo(100);
        }
    }

    @Test
    void anInterruptCostsNoReading() throws IOException {
        try (StatHandle held = hold(7, 100)) {
            reader.read(held);
            Thread.currentThread().interrupt();
            assertThat(reader.read(held).starttimeTicks()).isEqualTo(100);
            assertThat(reader.read(held).starttimeTicks()).isEqualTo(100);
            assertThat(Thread.interrupted()).as("still interrupted").isTrue();
            assertThat(reader.read(held).starttimeTicks()).isEqualTo(100);
        }
    }

    @Test
    void anInterruptBeforeTheFirstReadingCostsNothingEither() throws IOException {
        try (StatHandle held = hold(7, 100)) {
            Thread.currentThread().interrupt();
            assertThat(reader.read(held).starttimeTicks()).isEqualTo(100);
        }
    }

    @Test
    void afterAnInterruptAnotherProcessIsNotTakenForTheOldOne() throws IOException {
        try (StatHandle held = hold(7, 100)) {
            reader.read(held);
            proc.remove("7");
            proc.stat(7, 101);
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> reader.read(held)).isInstanceOf(NoSuchProcessException.class);
        }
    }

    @Test
    void afterAnInterruptAProcessMayBeGone() throws IOException {
        try (StatHandle held = hold(7, 100)) {
            reader.read(held);
            proc.remove("7");
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> reader.read(held)).isInstanceOf(NoSuchProcessException.class);
        }
    }

    /** Reading a directory fails with EISDIR: any error that is not in the text of ESRCH, as in another locale. */
    @Test
    void anUnclearErrorIsSettledByOpeningAnew() throws IOException {
        Files.createDirectories(mount.resolve("7/stat"));
        try (StatHandle held = reader.hold(7)) {
            assertThatThrownBy(() -> reader.read(held))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(NoSuchProcessException.class);
            proc.remove("7");
            assertThatThrownBy(() -> reader.read(held)).isInstanceOf(NoSuchProcessException.class);
            proc.stat(7, 100);
            assertThat(reader.read(held).starttimeTicks()).isEqualTo(100);
        }
    }

    @Test
    void whatItsOwnerClosedStaysClosed() throws IOException {
        StatHandle held = hold(7, 100);
        held.close();
        assertThatThrownBy(() -> reader.read(held)).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void aSecondFileIsReadWhereTheFirstMayBeWrongByMuch() throws IOException {
        StatReader exact = new StatReader(proc.files(), new RssAccuracy(512, 0, true));
        StatReader coarse = new StatReader(proc.files(), new RssAccuracy(512, 0, false));
        TestProcess process = proc.process(7).rss(25).write().statm(400);

        assertThat(exact.residentPages(7, exact.read(exact.hold(7)))).isEqualTo(400);
        assertThat(reader.residentPages(7, reader.read(reader.hold(7))))
                .as("two processors, or one")
                .isEqualTo(25);
        assertThat(coarse.residentPages(7, coarse.read(coarse.hold(7)))).isEqualTo(25);
        assertThat(coarse.isTooCoarse(25, 1)).isTrue();
        assertThat(exact.isTooCoarse(25, 1)).isFalse();

        process.rss(51_200).write();
        assertThat(exact.residentPages(7, exact.read(exact.hold(7)))).as("1 %").isEqualTo(51_200);
    }

    @Test
    void findsAThreadThatRunsWhereTheMainThreadHasEnded() throws IOException {
        proc.process(7)
                .state('Z')
                .rss(0)
                .threads(3)
                .write()
                .thread(7, 'Z', 0)
                .thread(8, 'X', 0)
                .thread(9, 'D', 50);
        PidStat living = new StatReader(proc.files(), new RssAccuracy(512, 0, true)).readLivingThread(7);
        assertThat(living.pid()).isEqualTo(9);
        assertThat(living.state()).isEqualTo('D');
        assertThat(new StatReader(proc.files(), new RssAccuracy(512, 0, true)).residentPages(7, living))
                .isEqualTo(50);
    }

    @Test
    void whereAllThreadsHaveEndedThereIsNone() throws IOException {
        proc.process(7).state('Z').rss(0).threads(2).write().thread(7, 'Z', 0).thread(8, 'Z', 0);
        assertThatThrownBy(() -> reader.readLivingThread(7)).isInstanceOf(NoSuchProcessException.class);
        assertThatThrownBy(() -> reader.readLivingThread(5)).isInstanceOf(NoSuchProcessException.class);
    }
}
