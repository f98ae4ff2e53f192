package io.forkwatch.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.e2e.harness.Jdk;
import io.forkwatch.e2e.harness.Launch;
import io.forkwatch.e2e.harness.OnEveryJdk;
import io.forkwatch.e2e.harness.Ours;
import io.forkwatch.e2e.harness.Outcome;
import io.forkwatch.e2e.harness.Program;
import io.forkwatch.e2e.harness.Shipped;
import io.forkwatch.e2e.harness.Supervisor;
import io.forkwatch.e2e.program.Inventory;
import io.forkwatch.e2e.program.LogManagerInUse;
import io.forkwatch.e2e.program.OwnLogManager;
import io.forkwatch.e2e.program.Visible;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The application and the agent share a JVM, and neither has anything of the other. */
final class IsolationIT {
    private static final String ENTRY = "io.forkwatch.agent.entry.";
    private static final String OWN_LOG_MANAGER = OwnLogManager.class.getName();

    @OnEveryJdk
    void theApplicationLoadsNoClassOfOursButTheEntry(Jdk jdk) throws IOException {
        List<String> names = new ArrayList<>(hiddenClasses());
        assertThat(names)
                .contains(
                        "io.forkwatch.probe.SupervisorProbe",
                        "net.bytebuddy.jar.asm.ClassReader",
                        "io.prometheus.metrics.model.registry.PrometheusRegistry",
                        "com.google.gson.stream.JsonWriter");
        names.add(ENTRY + "AgentEntry");

        Outcome outcome = visible(jdk, List.of(), names);

        assertThat(outcome.stdout()).isEqualTo(ENTRY + "AgentEntry from " + Shipped.agentJar() + "\n");
    }

    /** Most supervisors are watched for their deaths: who is not scraped does not pay for the client library. */
    @OnEveryJdk
    void theClientLibraryIsLoadedWhenSomebodyAsks(Jdk jdk) throws IOException {
        assertThat(loadedOfTheLibrary(jdk, false)).isEmpty();
        assertThat(loadedOfTheLibrary(jdk, true))
                .contains("io.prometheus.metrics.core.metrics.Counter")
                .noneMatch(name -> name.contains(".tracer.") || name.contains(".exemplars."));
    }

    private static List<String> loadedOfTheLibrary(Jdk jdk, boolean scrape) throws IOException {
        Path log = Shipped.newDirectory("library").resolve("classes.log");
        Launch launch = Launch.ofStories(jdk, "exit3", "hold")
                .watched("port=0,summary=all")
                .withJvmOptions("-Xlog:class+load=info:file=" + log + ":none");
        try (Supervisor supervisor = launch.start(Shipped.newDirectory("library"))) {
            supervisor.awaitStderr("/metrics");
            supervisor.awaitStderr("exit");
            if (scrape) {
                assertThat(supervisor.scrape().values()).isNotEmpty();
            }
            supervisor.closeStdin();
            supervisor.awaitEnd();
        }
        return Files.readAllLines(log).stream()
                .map(line -> line.substring(0, line.indexOf(' ')))
                .filter(name -> name.startsWith("io.prometheus."))
                .toList();
    }

    @OnEveryJdk
    void theApplicationKeepsItsOwnByteBuddy(Jdk jdk) throws IOException {
        Path own = Shipped.byteBuddyJar();
        List<String> names = List.of("net.bytebuddy.ByteBuddy", "net.bytebuddy.jar.asm.ClassReader");

        Outcome outcome = visible(jdk, List.of(own), names);

        assertThat(outcome.stdout().lines())
                .containsExactlyElementsOf(
                        names.stream().map(name -> name + " from " + own).toList());
    }

    @OnEveryJdk
    void theApplicationKeepsTheLogManagerNamedOnItsCommandLine(Jdk jdk) {
        Launch launch =
                Program.of(jdk, LogManagerInUse.class).withJvmOptions("-Djava.util.logging.manager=" + OWN_LOG_MANAGER);

        assertSameWithTheAgent(launch);
    }

    @OnEveryJdk
    void theApplicationKeepsTheLogManagerItNamesBeforeItLogs(Jdk jdk) {
        assertSameWithTheAgent(Program.of(jdk, LogManagerInUse.class, OWN_LOG_MANAGER));
    }

    @OnEveryJdk
    void theApplicationKeepsTheLogManagerItNamesBesideALoggingConfiguration(Jdk jdk) throws IOException {
        Path configuration = Files.writeString(Shipped.newDirectory("logging").resolve("logging.properties"), """
                greeting=hello
                handlers=java.util.logging.ConsoleHandler
                .level=CONFIG
                """);
        Launch launch = Program.of(jdk, LogManagerInUse.class, OWN_LOG_MANAGER)
                .withJvmOptions("-Djava.util.logging.config.file=" + configuration);

        assertSameWithTheAgent(launch);
    }

    @OnEveryJdk
    void theAgentSetsNoSystemPropertyAndNoHandler(Jdk jdk) {
        List<String> alone = inventory(Program.of(jdk, Inventory.class), "property ", "uncaught ");
        List<String> watched = inventory(watched(Program.of(jdk, Inventory.class)), "property ", "uncaught ");

        assertThat(alone).hasSizeGreaterThan(20);
        assertThat(watched).containsExactlyInAnyOrderElementsOf(alone);
    }

    @OnEveryJdk
    void theThreadsOfTheAgentAreDaemonsWithoutAContextLoader(Jdk jdk) {
        List<String> threads = inventory(watched(Program.of(jdk, Inventory.class)), "thread forkwatch");

        assertThat(threads)
                .anyMatch(thread -> thread.startsWith("thread forkwatch-sampler,"))
                .anyMatch(thread -> thread.startsWith("thread forkwatch-http-"))
                .allMatch(thread -> thread.endsWith(", daemon, context loader null"));
    }

    @OnEveryJdk
    void noThreadKeepsTheJvmAliveOrHasTheLoaderOfTheAgent(Jdk jdk) {
        List<String> alone = inventory(Program.of(jdk, Inventory.class), "thread ");
        List<String> added = new ArrayList<>(inventory(watched(Program.of(jdk, Inventory.class)), "thread "));
        added.removeAll(alone);

        // The dispatcher of the JDK's HTTP server is given the system loader by JDK 25, and none by JDK 17.
        assertThat(added)
                .isNotEmpty()
                .allMatch(thread -> thread.matches(
                        ".*, daemon, context loader (null|jdk\\.internal\\.loader\\.ClassLoaders\\$AppClassLoader)"));
    }

    @OnEveryJdk
    void theAgentIsThere(Jdk jdk) {
        assertThat(inventory(watched(Program.of(jdk, Inventory.class)), "bridge ", "listeners "))
                .as("what the tests of dormant copies look for")
                .containsExactly("bridge true", "listeners 1");
    }

    private static Launch watched(Launch launch) {
        return launch.watched("port=0");
    }

    private static void assertSameWithTheAgent(Launch launch) {
        Outcome alone = runLogging(launch, false);
        Outcome watched = runLogging(watched(launch), true);

        assertThat(alone.stdout()).startsWith(OWN_LOG_MANAGER);
        assertThat(watched.stdout()).isEqualTo(alone.stdout());
        assertThat(withoutTimes(Ours.notIn(watched))).isEqualTo(withoutTimes(Ours.notIn(alone)));
    }

    /**
     * Lets the agent go first: it reports both failures, and after the first it would have opened its port, before the
     * application names its log manager. It is scraped after that.
     */
    private static Outcome runLogging(Launch launch, boolean agent) {
        try (Supervisor supervisor = launch.start(Shipped.newDirectory("logging"))) {
            for (String missing : List.of("missing-1", "missing-2")) {
                if (agent) {
                    supervisor.awaitStderr(missing);
                }
                supervisor.writeLine();
            }
            supervisor.awaitStdout("\n");
            if (agent) {
                assertThat(supervisor.scrape().values()).isNotEmpty();
            }
            supervisor.writeLine();
            return supervisor.awaitEnd();
        }
    }

    // java.util.logging writes two lines; the first one is "Nov 22, 2026 7:59:37 AM io.forkwatch... main".
    private static List<String> withoutTimes(List<String> lines) {
        return lines.stream().map(line -> line.replaceAll("^.*\\d [AP]M ", "")).toList();
    }

    /** Lets the agent, if there is one, do all that it does before the application goes on. */
    private static Outcome runWhenScraped(Launch launch, boolean scrape) {
        Path directory = Shipped.newDirectory("isolation");
        try (Supervisor supervisor = launch.start(directory)) {
            if (scrape) {
                assertThat(supervisor.scrape().values()).isNotEmpty();
            }
            supervisor.closeStdin();
            Outcome outcome = supervisor.awaitEnd();
            return new Outcome(
                    outcome.exitValue(),
                    outcome.stdout()
                            .replace(directory.toString(), "HERE")
                            .replaceFirst("property user[.]home=.*", "property user.home=ITS OWN"),
                    outcome.stderr());
        }
    }

    private static List<String> inventory(Launch launch, String... prefixes) {
        return runWhenScraped(launch, !launch.jvmOptions().isEmpty())
                .stdout()
                .lines()
                .filter(line -> Stream.of(prefixes).anyMatch(line::startsWith))
                .toList();
    }

    private static Outcome visible(Jdk jdk, List<Path> jars, List<String> names) throws IOException {
        Path list = Files.write(Shipped.newDirectory("visible").resolve("names"), names);
        return watched(Program.withClassPath(jdk, jars, Visible.class, list.toString()))
                .run("visible");
    }

    /** All classes in the jar that only the agent's own loader may find. */
    private static List<String> hiddenClasses() throws IOException {
        return Shipped.hiddenFiles().keySet().stream()
                .filter(name -> name.endsWith(".class"))
                .map(name ->
                        name.substring(0, name.length() - ".class".length()).replace('/', '.'))
                // The bridge belongs to the JDK's own package.
                .filter(name -> !name.startsWith("java.lang."))
                .toList();
    }
}
