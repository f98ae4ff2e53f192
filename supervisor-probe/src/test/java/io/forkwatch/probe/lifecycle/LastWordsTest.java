package io.forkwatch.probe.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.agent.entry.Stderr;
import io.forkwatch.probe.diagnose.Deaths;
import io.forkwatch.probe.diagnose.Diagnoser;
import io.forkwatch.probe.evidence.Evidence;
import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.HandClock;
import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.event.ExitValue;
import io.forkwatch.probe.process.event.Spawn;
import io.forkwatch.probe.process.event.StartFailure;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.report.SummaryMode;
import io.forkwatch.probe.report.jfr.JfrGate;
import io.forkwatch.probe.reporter.ReporterQueue;
import io.forkwatch.probe.sample.EventInbox;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each way in which the last death may be left behind by the threads that should have told it. */
class LastWordsTest {
    private static final String TOO_LATE = "; this JVM ended before more could be said";

    @TempDir
    private Path mount;

    private final HandClock clock = new HandClock();
    private final Tally dropped = new Tally();
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final ReporterQueue reports =
            new ReporterQueue(clock.nanos(), dropped, new JfrGate(ModuleLayer.empty()), () -> {});
    private EventInbox inbox;
    private Path stderr;

    @BeforeEach
    void aMachine() throws IOException {
        stderr = Files.createFile(mount.resolve("stderr"));
        inbox = new EventInbox(100, new ProcFs(mount), clock.clocks().monotonic(), dropped, () -> {});
    }

    private void child(long pid, int exitValue, String... command) {
        inbox.started(new Spawn(pid, new CommandLine(List.of(command)), "", clock.nanos(), ExitValue.UNKNOWN));
        inbox.zombie(pid, exitValue);
    }

    private List<String> lastWords(SummaryMode mode) {
        new LastWords.OfSampler(inbox, reports, mode).stop(false);
        new LastWords.OfReporter(reports, mode, Stderr.of(stderr, said, InputStream.nullInputStream())).stop(false);
        return said.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void aSamplerThatNeverWas() {
        child(7, 3, "/bin/sh", "-c", "exit 3");

        assertThat(lastWords(SummaryMode.ABNORMAL))
                .containsExactly("[forkwatch] sh pid 7 ended with exit value 3" + TOO_LATE);
    }

    @Test
    void aSamplerThatTookTheEndAndDidNotComeBack() {
        child(7, 3, "sh");
        inbox.poll();
        inbox.poll();

        assertThat(lastWords(SummaryMode.ABNORMAL))
                .containsExactly("[forkwatch] a child pid 7 ended with exit value 3" + TOO_LATE);
    }

    /** Given up in the middle of its delivery, it told the same end once more. */
    @Test
    void aSamplerThatDeliversTheEndAfterItWasGivenUp() {
        Death death = Deaths.byExit(3).death();
        child(death.child().key().pid(), 3, "sh");
        new LastWords.OfSampler(inbox, reports, SummaryMode.ABNORMAL).stop(false);
        reports.died(death);

        assertThat(lastWords(SummaryMode.ABNORMAL)).hasSize(1);
    }

    @Test
    void aSamplerThatHasDeliveredTheEndAndDidNotComeBack() {
        Death death = Deaths.byExit(3).death();
        child(death.child().key().pid(), 3, "sh");
        inbox.poll();
        inbox.poll();
        reports.died(death);

        assertThat(lastWords(SummaryMode.ABNORMAL)).hasSize(1);
    }

    /** The pid of a child that was told has been given away again, as where pids are few. */
    @Test
    void aChildOfAPidThatHasHadItsEndIsToldAsWell() throws IOException {
        Death death = Deaths.byExit(3).death();
        long pid = death.child().key().pid();
        reports.died(death);
        Files.createDirectory(mount.resolve(Long.toString(pid)));
        long otherStart = death.child().key().starttimeTicks() + 5;
        Files.writeString(
                mount.resolve(pid + "/stat"),
                pid + " (sh) Z 1 1 1 0 -1 4228108 0 0 0 0 0 0 0 0 20 0 1 0 " + otherStart
                        + " 0 0 18446744073709551615 0 0 0 0 0 0 0 0 0 0 0 0 17 0 0 0 0 0 0 0 0 0 0 0 0 0 1024\n");
        child(pid, 4, "sh");

        assertThat(lastWords(SummaryMode.ABNORMAL))
                .containsExactly(
                        "[forkwatch] surefire-fork[0] pid " + pid + " ended with exit value 3" + TOO_LATE,
                        "[forkwatch] sh pid " + pid + " ended with exit value 4" + TOO_LATE);
    }

    @Test
    void aReporterThatLoggedTheEndAndDidNotComeBack() {
        Death death = Deaths.byExit(3).death();
        reports.died(death);
        reports.died(death, new Diagnoser().diagnose(Evidence.of(death, false)));

        assertThat(lastWords(SummaryMode.ABNORMAL)).isEmpty();
    }

    @Test
    void aSamplerThatIsReadyLeavesNothing() {
        child(7, 3, "sh");
        inbox.poll();
        inbox.poll();
        inbox.poll();

        assertThat(lastWords(SummaryMode.ALL)).isEmpty();
    }

    @Test
    void aReporterThatNeverWas() {
        reports.died(Deaths.byExit(3).death());
        reports.startFailed(new StartFailure(new CommandLine(List.of("nope")), "", "error=2", 0), new Kind("nope"));
        reports.notice("a line");
        reports.report("tick", new IllegalStateException("of a test"));

        assertThat(lastWords(SummaryMode.ABNORMAL))
                .containsExactly(
                        "[forkwatch] surefire-fork[0] pid 4242 ended with exit value 3" + TOO_LATE,
                        "[forkwatch] nope could not be started" + TOO_LATE,
                        "[forkwatch] a line");
    }

    @Test
    void whatIsSaidIsSaidOnce() {
        child(7, 3, "sh");

        assertThat(lastWords(SummaryMode.ABNORMAL)).hasSize(1);
        assertThat(lastWords(SummaryMode.ABNORMAL)).as("no more").hasSize(1);
    }

    @Test
    void aCleanEndIsToldToWhoWantsAll() {
        child(7, 0, "true");
        assertThat(lastWords(SummaryMode.ABNORMAL)).isEmpty();

        child(7, 0, "true");
        assertThat(lastWords(SummaryMode.ALL))
                .containsExactly("[forkwatch] true pid 7 ended with exit value 0" + TOO_LATE);
    }

    @Test
    void whoWantsNoneGetsNone() {
        child(7, 3, "sh");
        reports.died(Deaths.byExit(3).death());

        assertThat(lastWords(SummaryMode.NONE)).isEmpty();
    }

    /** The rest may be thousands, and each line may have to wait for a reader. */
    @Test
    void theFirstTwentyAreToldAndTheOthersCounted() {
        for (int pid = 1; pid <= 30; pid++) {
            child(pid, 3, "sh");
        }

        assertThat(lastWords(SummaryMode.ABNORMAL))
                .hasSize(21)
                .last()
                .isEqualTo("[forkwatch] 10 more that were not told, since this JVM ended before");
    }

    /** What the application passed may be secret, and may forge a line. */
    @Test
    void onlyTheNameOfTheProgramIsSaid() {
        child(7, 1, "/opt/a\n[forkwatch] b\u001b", "--password=x");

        assertThat(lastWords(SummaryMode.ABNORMAL))
                .containsExactly("[forkwatch] a?[forkwatch]?b? pid 7 ended with exit value 1" + TOO_LATE);
    }

    @Test
    void whereForkwatchIsOffNothingIsSaid() {
        child(7, 3, "sh");
        new LastWords.OfSampler(inbox, reports, SummaryMode.ALL).stop(true);
        reports.died(Deaths.byExit(3).death());
        new LastWords.OfReporter(reports, SummaryMode.ALL, Stderr.of(stderr, said, InputStream.nullInputStream()))
                .stop(true);

        assertThat(said.size()).isZero();
    }
}
