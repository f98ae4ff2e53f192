package io.forkwatch.e2e.death;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;

import io.forkwatch.e2e.death.Scenario.Witness;
import io.forkwatch.e2e.harness.Jdk;
import io.forkwatch.e2e.harness.Program;
import io.forkwatch.e2e.harness.Shipped;
import io.forkwatch.e2e.harness.Summaries;
import io.forkwatch.e2e.program.Fates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * The same on a kernel with nothing but cgroup v2, in an emulated machine: {@code mvn -Pvm verify}. It takes a minute a
 * run, and needs what {@code src/vm/run.sh} says.
 */
@Tag("vm")
final class PureV2IT {
    private static final Path SCRIPT = Path.of("src/vm/run.sh");
    /** Where the children live, inside. */
    private static final Path HOMES = Path.of("/run");

    /** Who the supervisor is. */
    enum User {
        ROOT(0),
        NOBODY(65534);

        private final int uid;

        User(int uid) {
            this.uid = uid;
        }

        // Debian keeps the kernel's log from others than root.
        Set<Witness> witnesses() {
            return uid == 0 ? Set.of(Witness.KERNEL_LOG) : Set.of();
        }
    }

    @TestFactory
    Stream<DynamicContainer> everyDeathIsToldAsItWas() {
        return Jdk.found().stream()
                .map(jdk -> dynamicContainer(
                        jdk.toString(),
                        Stream.of(User.values()).map(user -> dynamicContainer(user.name(), verdicts(jdk, user)))));
    }

    // Played when the stream is read, that is: one after the other.
    private static Stream<DynamicNode> verdicts(Jdk jdk, User user) {
        return Stream.of(user).flatMap(lazily -> {
            Findings findings = play(jdk, user);
            return findings.tests(scenarios());
        });
    }

    static Stream<Scenario> scenarios() {
        return Stream.concat(PureV2Scenarios.groups().stream(), PureV2Scenarios.machine().stream());
    }

    private static List<String> fates() {
        // A child to wake the agent, which takes seconds here; then all at once, then one by one.
        List<String> fates = new ArrayList<>(List.of("none\t/run\tsleep\t15", ""));
        PureV2Scenarios.groups().forEach(scenario -> fates.add(line(scenario)));
        PureV2Scenarios.machine().forEach(scenario -> fates.addAll(List.of("", line(scenario))));
        return fates;
    }

    private static String line(Scenario scenario) {
        return scenario.line(HOMES.resolve(scenario.name()), "", "");
    }

    static Findings play(Jdk jdk, User user) {
        Path directory = Shipped.newDirectory("pure-v2-" + jdk.feature() + "-" + user);
        try {
            Files.write(directory.resolve("fates"), fates());
            run(List.of(
                    SCRIPT.toString(),
                    jdk.home().toString(),
                    Shipped.agentJar().toString(),
                    Program.classes(Fates.class).toString(),
                    directory.toString(),
                    Integer.toString(user.uid)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Set<String> names = scenarios().map(Scenario::name).collect(Collectors.toSet());
        Summaries summaries = Summaries.read(directory.resolve("forkwatch.log"));
        return new Findings(directory.getFileName().toString(), summaries, HOMES, names, user.witnesses());
    }

    private static void run(List<String> command) throws IOException {
        Process machine = new ProcessBuilder(command).inheritIO().start();
        try {
            assertThat(machine.waitFor()).as("exit value of %s", command).isZero();
        } catch (InterruptedException e) {
            machine.destroy();
            Thread.currentThread().interrupt();
        }
    }
}
