package io.forkwatch.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.e2e.harness.Jdk;
import io.forkwatch.e2e.harness.Launch;
import io.forkwatch.e2e.harness.OnEveryJdk;
import io.forkwatch.e2e.harness.Outcome;
import io.forkwatch.e2e.harness.Shipped;
import io.forkwatch.e2e.harness.Summaries;
import io.forkwatch.e2e.harness.Summaries.Summary;
import io.forkwatch.e2e.harness.Supervisor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** Where ends of children go besides the log: a flight recording, a file. */
final class RecordingsIT {
    // The second story gives the recording time for the end of the first: it is dumped while the JVM ends.
    private static final String[] STORIES = {"exit3", "pool"};

    @OnEveryJdk
    void aFlightRecordingHasTheChildrenToo(Jdk jdk) throws IOException {
        Path directory = Shipped.newDirectory("recording");
        Path file = directory.resolve("recording.jfr");
        run(
                Launch.ofStories(jdk, STORIES)
                        .watched("port=0,interval=200ms")
                        .withJvmOptions("-XX:StartFlightRecording=filename=" + file),
                directory);

        List<RecordedEvent> events = RecordingFile.readAllEvents(file);
        RecordedEvent exit = ofType("ChildExit", events)
                .filter(event -> event.getInt("exitValue") == 3)
                .findAny()
                .orElseThrow();
        assertThat(exit.getString("reason")).isEqualTo("error");
        assertThat(exit.getString("kind")).isEqualTo("worker");
        assertThat(ofType("ChildStart", events).map(start -> start.getLong("pid")))
                .contains(exit.getLong("pid"));
        assertThat(ofType("ChildSample", events)).anyMatch(sample -> sample.getLong("rssBytes") > 1_000_000);
        assertThat(events).anyMatch(event -> event.getEventType().getName().equals("jdk.ProcessStart"));
    }

    private static Stream<RecordedEvent> ofType(String name, List<RecordedEvent> events) {
        return events.stream().filter(event -> event.getEventType().getName().equals("forkwatch." + name));
    }

    @OnEveryJdk
    void aFileGetsTheAbnormalEndsWhateverTheLogLooksLike(Jdk jdk) {
        Path directory = Shipped.newDirectory("exits");
        Path file = directory.resolve("exits.jsonl");
        Outcome outcome = run(
                Launch.ofStories(jdk, STORIES).watched("port=0,locale=fr,summary=none,exits.file=" + file), directory);

        List<Summary> exits = Summaries.read(file).all();
        assertThat(exits).singleElement().satisfies(exit -> {
            assertThat(exit.text("event")).isEqualTo("child_died");
            assertThat(exit.number("mechanism.exit_code")).isEqualTo(3);
            assertThat(exit.text("hint")).startsWith("no signal ended it");
        });
        assertThat(outcome.stderr()).contains("surveille les processus enfants").doesNotContain("enfant mort");
    }

    private static Outcome run(Launch launch, Path directory) {
        try (Supervisor supervisor = launch.start(directory)) {
            Outcome outcome = supervisor.awaitEnd();
            assertThat(outcome.exitValue()).isZero();
            return outcome;
        }
    }
}
