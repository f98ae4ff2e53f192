package io.forkwatch.e2e.death;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.forkwatch.e2e.death.Scenario.Witness;
import io.forkwatch.e2e.harness.Summaries;
import io.forkwatch.e2e.harness.Summaries.Summary;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;

/**
 * What the agent said of a row of deaths.
 *
 * @param run which run it was
 * @param summaries everything that it logged
 * @param directory below it is one directory a scenario, named like it
 * @param played the names of the scenarios that were possible
 * @param witnesses what the agent had to go by
 */
record Findings(String run, Summaries summaries, Path directory, Set<String> played, Set<Witness> witnesses) {
    Findings {
        played = Set.copyOf(played);
        witnesses = Set.copyOf(witnesses);
    }

    /** One test a scenario, and one of the agent itself. */
    Stream<DynamicNode> tests(Stream<Scenario> scenarios) {
        return Stream.concat(
                scenarios.map(scenario -> dynamicTest(scenario.name(), () -> check(scenario))),
                Stream.of(dynamicTest("the agent itself is well", this::checkAgent)));
    }

    // Wrong may be how it ended, why, or how sure the agent is.
    private void check(Scenario scenario) {
        assumeTrue(played.contains(scenario.name()), "needs a writable control group of version 1");
        Summary summary = summaries.ofDirectory(directory.resolve(scenario.name()));
        String where = scenario.name() + " in " + run + ": " + summary.json();
        assertThat(how(summary)).as("how it ended, %s", where).isEqualTo(scenario.how());
        assertThat(why(summary)).as("why it ended, %s", where).isIn(scenario.expected(witnesses));
    }

    private void checkAgent() {
        assertThat(summaries.all())
                .as("records in %s", run)
                .noneMatch(summary -> summary.text("event").matches("trouble|log_records_dropped"));
    }

    /** {@code signal N}, {@code exit N}, or {@code value N} where these two cannot be told apart. */
    private static String how(Summary summary) {
        return Stream.of("signal", "exit_code", "exit_value")
                .filter(key -> summary.has("mechanism." + key))
                .findFirst()
                .map(key -> key.replace("_code", "").replace("exit_value", "value") + " "
                        + (int) summary.number("mechanism." + key))
                .orElse("unknown");
    }

    /** The reason and how sure. */
    private static String why(Summary summary) {
        return summary.text("cause.reason") + " " + summary.text("cause.confidence");
    }
}
