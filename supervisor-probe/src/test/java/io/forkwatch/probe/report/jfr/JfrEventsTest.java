package io.forkwatch.probe.report.jfr;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.diagnose.Deaths;
import io.forkwatch.probe.diagnose.Diagnoser;
import io.forkwatch.probe.process.Child;
import io.forkwatch.probe.process.CpuTime;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.process.view.Peak;
import io.forkwatch.probe.process.view.ProcessSample;
import io.forkwatch.probe.process.view.SlowSample;
import io.forkwatch.probe.process.view.Snapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a real recording in this JVM, whose file is read back. */
class JfrEventsTest {
    private static final Instant SAMPLED = Instant.ofEpochMilli(1_700_000_000_123L);

    @TempDir
    private Path directory;

    private final Deaths deaths = Deaths.bySignal(9).peak(3_000_000, 4_000_000).cpu(1200, 30, true);
    private final JfrGate gate = new JfrGate(ModuleLayer.boot());

    @Test
    void aChildHasItsStartItsLooksAndItsEnd() throws IOException {
        List<RecordedEvent> events = recorded(() -> {
            JfrEvents flight = gate.recording().orElseThrow();
            flight.living(snapshot(1));
            flight.living(snapshot(1));
            flight.living(snapshot(2));
            end(flight);
        });

        assertThat(events)
                .extracting(event -> event.getEventType().getName())
                .containsExactly(
                        "forkwatch.ChildStart",
                        "forkwatch.ChildSample",
                        "forkwatch.ChildSample",
                        "forkwatch.ChildExit");
        assertThat(events).allSatisfy(event -> {
            assertThat(event.getString("kind")).isEqualTo("surefire-fork");
            assertThat(event.getInt("slot")).isZero();
            assertThat(event.getLong("pid")).isEqualTo(4242);
            assertThat(event.getStackTrace()).isNull();
        });
        start(events.get(0));
        sample(events.get(1));
        exit(events.get(3));
    }

    private void start(RecordedEvent start) {
        Child child = deaths.death().child();
        assertThat(start.getInstant("started").toEpochMilli())
                .isEqualTo(child.startedAt().toEpochMilli());
        assertThat(start.getString("command")).isEqualTo(child.command().redacted());
        assertThat(start.getString("directory")).isEqualTo("/ci/build");
    }

    private static void sample(RecordedEvent sample) {
        assertThat(sample.getInstant("sampled")).isEqualTo(SAMPLED);
        assertThat(sample.getString("state")).isEqualTo("R");
        assertThat(sample.getLong("rssBytes")).isEqualTo(1_000_000);
        assertThat(sample.getLong("treeRssBytes")).isEqualTo(2_000_000);
        assertThat(sample.getInt("treeProcesses")).isEqualTo(3);
        assertThat(sample.getLong("treeThreads")).isEqualTo(47);
        assertThat(sample.getDouble("cpuRatio")).isNaN();
        assertThat(sample.getDouble("treeCpuRatio")).isEqualTo(1.5);
    }

    private void exit(RecordedEvent exit) {
        Death death = deaths.death();
        assertThat(exit.getInstant("ended").toEpochMilli()).isEqualTo(death.at().toEpochMilli());
        assertThat(exit.getDuration("lifetime")).isEqualTo(death.lifetime());
        assertThat(exit.getString("signal")).isEqualTo("SIGKILL");
        assertThat(exit.getInt("exitValue")).isEqualTo(137);
        assertThat(exit.getString("certainty")).isEqualTo("exact");
        assertThat(exit.getString("reason")).isEqualTo("signal");
        assertThat(exit.getString("confidence")).isEqualTo("certain");
        assertThat(exit.getString("rule")).isEqualTo("signal");
        assertThat(exit.getString("evidence")).isEqualTo("wait_status, no_destroy_call");
        assertThat(exit.getLong("peakRssBytes")).isEqualTo(3_000_000);
        assertThat(exit.getLong("peakTreeRssBytes")).isEqualTo(4_000_000);
        assertThat(exit.getDuration("userCpu")).isEqualTo(Duration.ofMillis(1200));
        assertThat(exit.getDuration("systemCpu")).isEqualTo(Duration.ofMillis(30));
    }

    @Test
    void aChildTooShortForALookHasItsStartTold() throws IOException {
        assertThat(recorded(() -> end(gate.recording().orElseThrow())))
                .extracting(event -> event.getEventType().getName())
                .containsExactly("forkwatch.ChildStart", "forkwatch.ChildExit");
    }

    @Test
    void theGateIsClosedWithoutARecording() throws IOException {
        recorded(() -> assertThat(gate.recording()).isPresent());
        assertThat(gate.recording()).isEmpty();
    }

    @Test
    void theGateIsClosedForARecordingOfOtherEvents() {
        try (Recording recording = new Recording()) {
            recording.disable("forkwatch.ChildStart");
            recording.disable("forkwatch.ChildSample");
            recording.disable("forkwatch.ChildExit");
            recording.start();
            assertThat(gate.recording()).isEmpty();
        }
    }

    @Test
    void theGateStaysClosedInARuntimeWithoutTheModule() throws IOException {
        JfrGate without = new JfrGate(ModuleLayer.empty());
        recorded(() -> assertThat(without.recording()).isEmpty());
    }

    private List<RecordedEvent> recorded(Runnable work) throws IOException {
        Path file = directory.resolve("recording.jfr");
        try (Recording recording = new Recording()) {
            recording.start();
            work.run();
            recording.stop();
            recording.dump(file);
        }
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().startsWith("forkwatch."))
                .toList();
    }

    private void end(JfrEvents flight) {
        flight.ended(deaths.death(), new Diagnoser().diagnose(deaths.evidence()));
    }

    private Snapshot snapshot(long sampleNanos) {
        ProcessSample sample = new ProcessSample(
                sampleNanos,
                'R',
                1_000_000,
                41,
                2_000_000,
                3,
                47,
                OptionalDouble.empty(),
                OptionalDouble.of(1.5),
                new CpuTime(0, 0));
        LivingChild living = new LivingChild(
                deaths.death().child(),
                Optional.of(sample),
                Optional.of(SAMPLED),
                Peak.NONE,
                SlowSample.NONE,
                List.of());
        return new Snapshot(0, List.of(living), List.of(), List.of(), 0);
    }
}
