package io.forkwatch.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.forkwatch.e2e.harness.Jdk;
import io.forkwatch.e2e.harness.Launch;
import io.forkwatch.e2e.harness.MavenBuild;
import io.forkwatch.e2e.harness.OnEveryJdk;
import io.forkwatch.e2e.harness.Ours;
import io.forkwatch.e2e.harness.Outcome;
import io.forkwatch.e2e.harness.Program;
import io.forkwatch.e2e.harness.Scrape;
import io.forkwatch.e2e.harness.Shipped;
import io.forkwatch.e2e.harness.Supervisor;
import io.forkwatch.e2e.program.HoldsChildren;
import io.forkwatch.e2e.program.Inventory;
import io.forkwatch.e2e.program.Relay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An agent that is handed down to other JVMs, or given more often than once, is on once. */
final class InheritanceIT {
    private static final String INHERITED = "JAVA_TOOL_OPTIONS";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @OnEveryJdk
    void aMavenBuildUnderJavaToolOptionsIsWatchedOnce(Jdk jdk) {
        MavenBuild plain = MavenBuild.of(jdk, "tool-options-plain");
        Outcome alone = plain.run(INHERITED, "-Dsome=option", "-pl", "passes");
        MavenBuild inheriting = MavenBuild.of(jdk, "tool-options-agent");
        Outcome watched = inheriting.run(INHERITED, Shipped.javaagent("port=0"), "-pl", "passes");

        assertThat(inheriting.printed(watched)).isEqualTo(plain.printed(alone)).contains("Tests run: 1, Failures: 0");
        assertThat(watched.exitValue()).isEqualTo(alone.exitValue()).isZero();
        assertThat(Ours.in(watched)).singleElement().asString().matches(Ours.START_LINE);
        assertThat(Ours.notIn(watched)).isEqualTo(Ours.notIn(alone));
        assertThat(watched.stderrLines().stream().filter(line -> line.contains("Picked up")))
                .as("the JVMs that were given the agent: Maven's and the one it forks")
                .hasSize(2);
    }

    @OnEveryJdk
    void aChildJvmWithTheSameAgentHasOneDaemonAndNoPort(Jdk jdk) {
        List<String> inventory =
                Program.of(jdk, Inventory.class).watched("port=0").command();

        assertChild(Program.of(jdk, Relay.class, inventory.toArray(String[]::new)));
    }

    @OnEveryJdk
    void soDoesAGrandchildBehindAShell(Jdk jdk) {
        List<String> inventory =
                Program.of(jdk, Inventory.class).watched("port=0").command();
        String script = String.join(" ", inventory) + "; exit $?";

        assertChild(Program.of(jdk, Relay.class, "sh", "-c", script));
    }

    @OnEveryJdk
    void soDoesAGrandchildBehindAChildJvm(Jdk jdk) {
        Launch between = Program.of(
                jdk,
                Relay.class,
                Program.of(jdk, Inventory.class).watched("port=0").command().toArray(String[]::new));

        assertChild(
                Program.of(jdk, Relay.class, between.watched("port=0").command().toArray(String[]::new)));
    }

    /** The outer one owns the whole tree; the inner one supervises its own children as well. */
    @OnEveryJdk
    void aNestedSupervisorIsASupervisorBelowASupervisor(Jdk jdk) {
        List<String> inner = Program.of(jdk, HoldsChildren.class, "2").command();
        Launch outer = Program.of(jdk, Relay.class, inner.toArray(String[]::new))
                .withEnvironment(INHERITED, Shipped.javaagent("port=0,interval=200ms,nested=true"));
        try (Supervisor running = outer.start(Shipped.newDirectory("nested"))) {
            running.awaitStdout("holding");
            await("two start lines")
                    .atMost(PATIENCE)
                    .until(() -> running.metricsUrls().size() == 2);
            await("the tree of the outer and the children of the inner one")
                    .atMost(PATIENCE)
                    .until(() -> isNested(running));
            running.closeStdin();
            assertThat(running.awaitEnd().exitValue()).isZero();
        }
    }

    private static boolean isNested(Supervisor running) {
        List<Scrape> scrapes = running.metricsUrls().stream().map(Scrape::of).toList();
        return scrapes.stream().anyMatch(outer -> outer.sum("forkwatch_child_processes", Map.of()) == 3)
                && scrapes.stream().anyMatch(inner -> inner.sum("forkwatch_children", Map.of("kind", "sleep")) == 2);
    }

    @OnEveryJdk
    void nestedMayComeFromTheEnvironmentAndNotOnlyByTrue(Jdk jdk) {
        Launch inner = Program.of(jdk, Inventory.class).watched("port=0");
        Launch outer = Program.of(jdk, Relay.class, inner.command().toArray(String[]::new))
                .watched("port=0")
                .withEnvironment("FORKWATCH_NESTED", "on");

        Outcome outcome = runWhenStarted(outer);

        assertThat(outcome.exitValue()).isZero();
        assertThat(outcome.stdout().lines()).anyMatch(line -> line.startsWith("thread forkwatch-"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("tools")
    void aToolOfTheJdkSaysNothingOfOurs(Jdk jdk, String command) throws IOException {
        Outcome alone = runTool(jdk, command, "-Dsome=option");
        Outcome inheriting = runTool(jdk, command, Shipped.javaagent("port=0"));

        assertThat(inheriting.exitValue()).isEqualTo(alone.exitValue());
        assertThat(inheriting.stdout()).doesNotContain("[forkwatch]");
        assertThat(Ours.in(inheriting)).isEqualTo(Ours.in(alone));
        assertThat(Ours.notIn(inheriting)).isEqualTo(Ours.notIn(alone));
    }

    static Stream<Arguments> tools() {
        List<String> commands = List.of(
                "java -version",
                "java --list-modules",
                "javac -version",
                "jar --version",
                "jcmd -l",
                "jps",
                "jshell -s -",
                "keytool -help",
                "rmiregistry -help");
        return Jdk.found().stream()
                .flatMap(jdk -> commands.stream()
                        .filter(command -> Files.isExecutable(tool(jdk, command)))
                        .map(command -> Arguments.of(jdk, command)));
    }

    @OnEveryJdk
    void anAgentThatIsGivenTwiceIsOnOnce(Jdk jdk) throws IOException {
        Path directory = Shipped.newDirectory("twice");
        Path copy = Files.copy(Shipped.agentJar(), directory.resolve("copy.jar"));
        Launch twice = Program.of(jdk, Inventory.class)
                .watched("port=0")
                .watched("port=0")
                .withJvmOptions("-javaagent:" + copy + "=port=0");

        Outcome outcome = runWhenStarted(twice);

        assertThat(outcome.exitValue()).isZero();
        assertThat(outcome.stderrLines()).singleElement().asString().matches(Ours.START_LINE);
    }

    @OnEveryJdk
    void aProgramRunFromItsSourceIsWatched(Jdk jdk) throws IOException {
        Path directory = Shipped.newDirectory("source");
        Path source = Files.writeString(directory.resolve("Foo.java"), """
                class Foo {
                    public static void main(String[] arguments) throws Exception {
                        System.in.readAllBytes();
                        System.out.println(new ProcessBuilder("sh", "-c", "exit 5").start().waitFor());
                    }
                }
                """);

        Outcome outcome = runWhenStarted(Launch.of(jdk, source.toString()).watched("port=0"));

        assertThat(outcome.stdout()).isEqualTo("5\n");
        assertThat(Ours.in(outcome)).hasSizeGreaterThan(1);
        assertThat(Ours.in(outcome).get(0)).matches(Ours.START_LINE);
        assertThat(Ours.in(outcome).get(1)).matches("\\[forkwatch] child died: .*exit 5.*");
    }

    private static void assertChild(Launch supervisor) {
        Outcome outcome = runWhenStarted(supervisor.watched("port=0"));

        assertThat(outcome.exitValue()).isZero();
        assertThat(outcome.stderrLines()).singleElement().asString().matches(Ours.START_LINE);
        assertThat(outcome.stdout().lines())
                .contains("bridge false", "listeners 0")
                .anyMatch(line -> line.startsWith("thread main"))
                .filteredOn(line -> line.startsWith("thread forkwatch"))
                .containsExactly("thread forkwatch-child, daemon, context loader null");
    }

    /** Lets the agent say its start line, which a JVM that ends at once does not get, before the program goes on. */
    private static Outcome runWhenStarted(Launch launch) {
        try (Supervisor running = launch.start(Shipped.newDirectory("inheritance"))) {
            running.metricsUrl();
            running.closeStdin();
            return running.awaitEnd();
        }
    }

    private static Outcome runTool(Jdk jdk, String command, String options) throws IOException {
        List<String> words = Stream.of(command.split(" ", -1)).skip(1).toList();
        List<String> tool = Stream.concat(Stream.of(tool(jdk, command).toString()), words.stream())
                .toList();
        Path directory = Shipped.newDirectory("tool");
        Path home = directory.resolve("home");
        String both = options + ' ' + preferencesIn(home);
        try (Supervisor running = Supervisor.start(tool, Map.of(INHERITED, both), directory)) {
            running.closeStdin();
            return running.awaitEnd();
        }
    }

    /** A tool of the JDK says a line when it makes them in a home that has none yet: the second run would not. */
    private static String preferencesIn(Path home) throws IOException {
        Files.createDirectories(home.resolve(".java/.userPrefs"));
        return "-Duser.home=" + home + " -Djava.util.prefs.userRoot=" + home;
    }

    private static Path tool(Jdk jdk, String command) {
        return jdk.home().resolve("bin").resolve(command.split(" ", -1)[0]);
    }
}
