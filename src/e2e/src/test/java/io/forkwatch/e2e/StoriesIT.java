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
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Each story of the example launcher, told by the agent, on every JDK. */
@TestInstance(Lifecycle.PER_CLASS)
final class StoriesIT {
    private static final String WORKER = "io.forkwatch.examples.launchers.work.Worker ";
    private static final int SIGKILL = 9;
    private static final int KILLED = 128 + SIGKILL;

    private final Map<Jdk, Tour> tours = new HashMap<>();

    /**
     * The story {@code all}, which each test looks at from another side.
     *
     * @param alone how it ended without the agent
     * @param watched how it ended with the agent
     * @param summaries what the agent logged
     */
    private record Tour(Outcome alone, Outcome watched, Summaries summaries) {
        // Both at the same time: most of the tour is waiting.
        static Tour of(Jdk jdk) {
            Launch launch = Launch.ofStories(jdk, "all");
            Path directory = Shipped.newDirectory("tour");
            Path log = directory.resolve("forkwatch.log");
            try (Supervisor alone = launch.start(Shipped.newDirectory("tour-alone"));
                    Supervisor watched = launch.watched("port=0,log=" + log + ",log.format=json")
                            .start(directory)) {
                return new Tour(alone.awaitEnd(), watched.awaitEnd(), Summaries.read(log));
            }
        }
    }

    @OnEveryJdk
    void theLauncherPrintsAndExitsAsWithoutTheAgent(Jdk jdk) {
        Outcome alone = tour(jdk).alone();

        assertThat(tour(jdk).watched().stdout()).isEqualTo(alone.stdout());
        assertThat(tour(jdk).watched().exitValue()).isEqualTo(alone.exitValue()).isZero();
    }

    @OnEveryJdk
    void aChildKilledFromOutsideDiedOfSignalNine(Jdk jdk) {
        Summary leak = tour(jdk).summaries().ofCommand(WORKER + "grow");

        assertThat(leak.text("event")).isEqualTo("child_died");
        assertSigkill(leak);
        assertThat(leak.text("cause.reason")).isIn("signal", "killed_externally");
        assertThat(leak.has("killed_by")).isFalse();
    }

    @OnEveryJdk
    void aLeakShowsInTheLastSampleAndThePeak(Jdk jdk) {
        Summary leak = tour(jdk).summaries().ofCommand(WORKER + "grow");

        assertThat(leak.number("last_sample.rss_bytes")).isBetween(40e6, 400e6);
        assertThat(leak.number("peak_rss_bytes")).isGreaterThanOrEqualTo(leak.number("last_sample.rss_bytes"));
        assertThat(leak.number("last_sample.age_seconds")).isBetween(0.0, 1.5);
        assertThat(leak.number("lifetime_seconds")).isBetween(2.0, 8.0);
    }

    @OnEveryJdk
    void aChildThatExitsThreeDiedOfAnError(Jdk jdk) {
        Summary exit = tour(jdk).summaries().ofCommand(WORKER + "exit 3");

        assertThat(exit.text("event")).isEqualTo("child_died");
        assertThat(exit.number("mechanism.exit_value")).isEqualTo(3);
        assertThat(exit.number("mechanism.raw_status")).isEqualTo(0x300);
        assertThat(exit.text("mechanism.certainty")).isEqualTo("exact");
        assertThat(exit.has("mechanism.signal")).isFalse();
        assertThat(exit.text("cause.reason")).isEqualTo("error");
    }

    @OnEveryJdk
    void aChildThatTheLauncherDestroysNamesTheLauncher(Jdk jdk) {
        Summary timeout = tour(jdk).summaries().ofCommand(WORKER + "stubborn");

        assertSigkill(timeout);
        assertThat(timeout.text("cause.reason")).isEqualTo("killed_by_supervisor");
        assertThat(timeout.text("cause.confidence")).isEqualTo("certain");
        assertThat(timeout.text("killed_by.thread")).isEqualTo("main");
        assertThat(timeout.texts("killed_by.stack").get(0)).contains("stories.Timeout.run");
    }

    @OnEveryJdk
    void aProgramThatDoesNotExistIsToldWithTheReason(Jdk jdk) {
        Summary missing = tour(jdk).summaries().ofCommand("no-such-program");

        assertThat(missing.text("event")).isEqualTo("child_start_failed");
        assertThat(missing.text("reason")).contains("No such file or directory");
    }

    @OnEveryJdk
    void ofTheChildrenThatEndWellNothingIsSaid(Jdk jdk) {
        assertThat(tour(jdk).summaries().deaths())
                .as("leak, exit3, timeout; not the pool, the busy one, nor the killer")
                .hasSize(3);
    }

    @OnEveryJdk
    void withSummaryAllTheChildrenThatEndWellHaveALineToo(Jdk jdk) {
        Path directory = Shipped.newDirectory("pool-all");
        Path log = directory.resolve("forkwatch.log");
        Launch launch = Launch.ofStories(jdk, "pool").watched("port=0,summary=all,log.format=json,log=" + log);
        try (Supervisor supervisor = launch.start(directory)) {
            supervisor.awaitEnd();
        }

        assertThat(Summaries.read(log).all())
                .filteredOn(summary -> summary.text("command").contains(WORKER + "job"))
                .hasSize(3)
                .allSatisfy(summary -> assertThat(summary.text("cause.reason")).isEqualTo("ok"));
    }

    @OnEveryJdk
    void aHealthyRunPrintsTheStartLineAndNothingElse(Jdk jdk) {
        Outcome healthy = Launch.ofStories(jdk, "pool").watched("port=0").run("healthy");

        assertThat(healthy.stderrLines())
                .singleElement()
                .asString()
                .matches(
                        "\\[forkwatch] \\S+ watches the children of pid \\d+, metrics at http://127\\.0\\.0\\.1:\\d+/metrics");
    }

    @OnEveryJdk
    void aQuietHealthyRunPrintsNothing(Jdk jdk) {
        Outcome quiet =
                Launch.ofStories(jdk, "pool").watched("port=0,quiet=true").run("quiet");

        assertThat(quiet.stderr()).isEmpty();
    }

    @OnEveryJdk
    void theTextSummaryIsOneLineThenDetails(Jdk jdk) {
        Outcome exit =
                Launch.ofStories(jdk, "exit3").watched("port=0,quiet=true").run("text");

        assertThat(exit.stderrLines().get(0))
                .matches("\\[forkwatch] child died: \\S+\\[0] pid \\d+ after .+: exit 3 \\(certain\\)");
        assertThat(exit.stderrLines().stream().skip(1)).isNotEmpty().allMatch(line -> line.startsWith("    "));
    }

    private Tour tour(Jdk jdk) {
        return tours.computeIfAbsent(jdk, Tour::of);
    }

    private static void assertSigkill(Summary summary) {
        assertThat(summary.number("mechanism.signal")).isEqualTo(SIGKILL);
        assertThat(summary.text("mechanism.signal_name")).isEqualTo("SIGKILL");
        assertThat(summary.number("mechanism.exit_value")).isEqualTo(KILLED);
        assertThat(summary.number("mechanism.raw_status")).isEqualTo(SIGKILL);
        assertThat(summary.text("mechanism.certainty")).isEqualTo("exact");
    }
}
