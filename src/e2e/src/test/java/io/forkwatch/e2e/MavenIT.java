package io.forkwatch.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.forkwatch.e2e.harness.Jdk;
import io.forkwatch.e2e.harness.MavenBuild;
import io.forkwatch.e2e.harness.OnEveryJdk;
import io.forkwatch.e2e.harness.Ours;
import io.forkwatch.e2e.harness.Outcome;
import io.forkwatch.e2e.harness.Scrape;
import io.forkwatch.e2e.harness.Shipped;
import io.forkwatch.e2e.harness.Supervisor;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** A Maven build with the agent in MAVEN_OPTS and nothing else changed. */
@TestInstance(Lifecycle.PER_CLASS)
final class MavenIT {
    private static final String OPTIONS = "MAVEN_OPTS";
    private static final Map<String, String> FORK = Map.of("kind", "surefire-fork");

    private final Map<Jdk, Builds> builds = new HashMap<>();

    /**
     * The same build twice.
     *
     * @param alone without the agent
     * @param watched with it
     * @param alonePrinted stdout of the first, comparable
     * @param watchedPrinted stdout of the second, comparable
     * @param seen the tree's RSS of a test JVM while it ran, in bytes
     */
    private record Builds(Outcome alone, Outcome watched, String alonePrinted, String watchedPrinted, double seen) {
        static Builds of(Jdk jdk) {
            MavenBuild first = MavenBuild.of(jdk, "maven-alone");
            Outcome alone = first.run(OPTIONS, "-Dsome=option");
            MavenBuild second = MavenBuild.of(jdk, "maven-watched");
            try (Supervisor maven = second.start(OPTIONS, Shipped.javaagent("port=0"))) {
                double seen = await("the test JVM in a scrape")
                        .atMost(Duration.ofMinutes(2))
                        .until(() -> treeMemory(maven.scrape()), bytes -> bytes > 30e6);
                Outcome watched = maven.awaitEnd();
                return new Builds(alone, watched, first.printed(alone), second.printed(watched), seen);
            }
        }

        private static double treeMemory(Scrape scrape) {
            OptionalDouble bytes = scrape.max("forkwatch_child_tree_resident_memory_bytes", FORK);
            return bytes.orElse(0);
        }

        /** The lines of the agent, from the n-th of its summaries (1 or 2) up to the next one. */
        List<String> summary(int n) {
            List<String> ours = Ours.in(watched);
            List<Integer> heads = IntStream.range(0, ours.size())
                    .filter(i -> ours.get(i).startsWith("[forkwatch]"))
                    .boxed()
                    .toList();
            int end = n + 1 < heads.size() ? heads.get(n + 1) : ours.size();
            return ours.subList(heads.get(n), end);
        }
    }

    @OnEveryJdk
    void mavenPrintsAndExitsAsWithoutTheAgent(Jdk jdk) {
        Builds build = builds(jdk);

        assertThat(build.watchedPrinted())
                .contains("Process Exit Code: 7", "Process Exit Code: 137")
                .isEqualTo(build.alonePrinted());
        assertThat(build.watched().exitValue())
                .isEqualTo(build.alone().exitValue())
                .isEqualTo(1);
        assertThat(Ours.notIn(build.watched())).isEqualTo(Ours.notIn(build.alone()));
    }

    @OnEveryJdk
    void theAgentSaysThatItWatchesAndThatTwoTestJvmsDied(Jdk jdk) {
        assertThat(Ours.in(builds(jdk).watched()).stream().filter(line -> line.startsWith("[forkwatch]")))
                .satisfiesExactly(
                        line -> assertThat(line).matches(Ours.START_LINE),
                        line -> assertThat(line).contains("child died: surefire-fork[0]"),
                        line -> assertThat(line).contains("child died: surefire-fork[0]"));
    }

    @OnEveryJdk
    void aTestJvmIsSeenBehindItsShellWhileItRuns(Jdk jdk) {
        assertThat(builds(jdk).seen()).isBetween(30e6, 1e9);
    }

    @OnEveryJdk
    void ofATestJvmThatHaltsItselfTheFirstLineTellsTheExitValue(Jdk jdk) {
        List<String> summary = builds(jdk).summary(1);

        assertThat(summary.get(0))
                .matches("\\[forkwatch] child died: surefire-fork\\[0] pid \\d+ after \\S+( \\S+)?: .*exit 7.*");
        assertNamesTheTestJvm(summary);
    }

    @OnEveryJdk
    void ofATestJvmThatIsKilledTheFirstLineTellsTheSignalThatTheShellPassesOn(Jdk jdk) {
        List<String> summary = builds(jdk).summary(2);

        // The shell, which is Maven's child, exited by itself: nobody can be certain.
        assertThat(summary.get(0))
                .startsWith("[forkwatch] child died: surefire-fork[0] pid ")
                .containsPattern("java \\(pid \\d+\\)")
                .contains("SIGKILL", "exit 137")
                .doesNotContain("(certain)");
        assertThat(summary).anyMatch(line -> line.matches("    hint +look for .*kill command"));
        assertNamesTheTestJvm(summary);
    }

    @OnEveryJdk
    void aBuildThatPassesGetsTheStartLineAndNothingElse(Jdk jdk) {
        Outcome build = MavenBuild.of(jdk, "maven-passes").run(OPTIONS, Shipped.javaagent("port=0"), "-pl", "passes");

        assertThat(build.exitValue()).isZero();
        assertThat(build.stdout()).contains("Tests run: 1, Failures: 0", "BUILD SUCCESS");
        assertThat(Ours.in(build)).singleElement().asString().matches(Ours.START_LINE);
    }

    private Builds builds(Jdk jdk) {
        return builds.computeIfAbsent(jdk, Builds::of);
    }

    private static void assertNamesTheTestJvm(List<String> summary) {
        assertThat(summary).anyMatch(line -> line.matches("    tree +\\d+ java [\\d.]+ MiB .*"));
        assertThat(summary).anyMatch(line -> line.matches("    command +.*surefirebooter.*"));
    }
}
