package io.forkwatch.e2e.death;

import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.forkwatch.e2e.harness.Jdk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Deaths with a known cause, and what the agent makes of them: a wrong verdict fails, above all a certain one. */
final class DeathsIT {
    @TestFactory
    Stream<DynamicContainer> everyDeathIsToldAsItWas() {
        return Jdk.found().stream()
                .map(jdk -> dynamicContainer(
                        jdk.toString(),
                        Stream.of(Mode.values()).map(mode -> dynamicContainer(mode.name(), verdicts(jdk, mode)))));
    }

    // Played when the stream is read, that is: one after the other.
    private static Stream<DynamicNode> verdicts(Jdk jdk, Mode mode) {
        return Stream.of(mode).flatMap(lazily -> mode.possible() ? played(jdk, mode) : impossible());
    }

    private static Stream<DynamicNode> impossible() {
        return Stream.of(dynamicTest(
                "not possible here", () -> assumeTrue(false, "needs root, setpriv, and a jar that anybody may read")));
    }

    private static Stream<DynamicNode> played(Jdk jdk, Mode mode) {
        List<Scenario> scenarios = Scenarios.all(jdk);
        try {
            return DeathLab.play(jdk, mode, scenarios).tests(scenarios.stream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
