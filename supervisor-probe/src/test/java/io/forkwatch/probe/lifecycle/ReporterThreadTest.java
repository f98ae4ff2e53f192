package io.forkwatch.probe.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.process.Child;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.Name;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.Slot;
import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.process.event.StartFailure;
import io.forkwatch.probe.process.view.FixedView;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.process.view.Peak;
import io.forkwatch.probe.process.view.SlowSample;
import io.forkwatch.probe.process.view.Snapshot;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.sample.EventInbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReporterThreadTest {
    private static final int CAPACITY = 16_384;
    private static final long PATIENCE_MILLIS = 60_000;

    @TempDir
    private Path directory;

    private final Clocks clocks = Clocks.system();
    private final Tally dropped = new Tally();
    private final ReporterThread desk = new ReporterThread(clocks, dropped);
    private final EventInbox inbox = new EventInbox(10, ProcFs.system(), clocks.monotonic(), dropped, () -> {});

    @Test
    void saysWhatWasHandedOverBeforeAndAfterItsStartInOrder() throws Exception {
        desk.notice("one");
        desk.startFailed(
                new StartFailure(new CommandLine(List.of("nope")), "", "error=2, No such file or directory", 0),
                new Kind("nope"));
        start("");
        desk.notice("three");

        List<String> lines = linesAfterStop();

        assertThat(lines.stream().filter(line -> !line.contains(" watches the children of pid ")))
                .containsExactly(
                        "[forkwatch] one",
                        "[forkwatch] child not started: nope: error=2, No such file or directory; command nope",
                        "[forkwatch] three");
        assertThat(dropped.read()).isEmpty();
    }

    @Test
    void aTroubleIsALine() throws Exception {
        start("");
        desk.report("tick", new IllegalStateException("of a test"));

        assertThat(linesAfterStop()).anyMatch(line -> line.contains("tick") && line.contains("of a test"));
    }

    @Test
    void whatGoesBeyondTheQueueIsCounted() {
        for (int record = 0; record < CAPACITY; record++) {
            desk.notice("fits");
        }
        assertThat(dropped.read()).isEmpty();

        desk.notice("too much");
        desk.notice("too much");
        desk.report("tick", new IllegalStateException());

        assertThat(dropped.read()).isEqualTo(Map.of("reports", 2L, "troubles", 1L));
    }

    @Test
    void whoIsLeftAliveIsNamedLast() throws Exception {
        start("");
        desk.publish(new FixedView(new Snapshot(clocks.nanos(), List.of(living()), List.of(), List.of(), 0)));

        assertThat(linesAfterStop())
                .last()
                .asString()
                .startsWith("[forkwatch] 1 child left alive: sleeper[0] pid 4242");
    }

    @Test
    void theLastSnapshotCanBeAskedFor() {
        Snapshot snapshot = Snapshot.empty(42);

        desk.publish(new FixedView(snapshot));

        assertThat(desk.snapshot()).isSameAs(snapshot);
    }

    @Test
    void staleMarkersAreTidiedOnItsThread() throws Exception {
        Path place = Files.createDirectory(directory.resolve("place"));
        Path marker = Files.createDirectory(place.resolve("forkwatch-4194400-77"));
        desk.notice("before");

        desk.start(ground(""), new Takeover(List.of(place), Optional.empty(), inbox));
        desk.stop(PATIENCE_MILLIS);

        assertThat(marker).doesNotExist();
    }

    @Test
    void aDeskThatWasNeverStartedStopsAtOnce() throws InterruptedException {
        desk.notice("unheard");
        desk.ticked(1);

        desk.stop(PATIENCE_MILLIS);

        assertThat(desk.snapshot().children()).isEmpty();
    }

    private void start(String options) {
        desk.start(ground(options), new Takeover(List.of(), Optional.empty(), inbox));
    }

    private Ground ground(String options) {
        return Grounds.of("port=0,log=" + log() + ',' + options, clocks, dropped);
    }

    private List<String> linesAfterStop() throws IOException, InterruptedException {
        desk.stop(PATIENCE_MILLIS);
        return Files.readAllLines(log());
    }

    private Path log() {
        return directory.resolve("forkwatch.log");
    }

    private LivingChild living() {
        Child child = new Child(
                new ProcessKey(4242, 77),
                new Name(new Kind("sleeper"), new Slot(0)),
                new CommandLine(List.of("sleep", "60")),
                "/",
                clocks.now(),
                clocks.nanos());
        return new LivingChild(child, Optional.empty(), Optional.empty(), Peak.NONE, SlowSample.NONE, List.of());
    }
}
