package io.forkwatch.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A fresh copy of the Maven project in the test resources: three modules, one whose tests pass, one whose test JVM
 * halts itself with 7, and one whose test JVM is killed with SIGKILL by a shell after two seconds.
 *
 * @param jdk what runs Maven and its test JVMs
 * @param project the copy
 */
public record MavenBuild(Jdk jdk, Path project) {
    private static final Path ORIGINAL = Path.of("src/test/resources/maven-project");

    /**
     * Copies the project.
     *
     * @param name what the run is called
     */
    public static MavenBuild of(Jdk jdk, String name) {
        Path project = Shipped.newDirectory(name);
        try (Stream<Path> files = Files.walk(ORIGINAL)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = project.resolve(ORIGINAL.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
            // Maven looks for this directory upwards, and would take the JVM options of the build of these tests.
            Files.createDirectory(project.resolve(".mvn"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new MavenBuild(jdk, project);
    }

    /**
     * Starts {@code mvn test}.
     *
     * @param variable the environment variable that hands options to JVMs
     * @param value those options
     * @param more arguments of mvn
     */
    public Supervisor start(String variable, String value, String... more) {
        List<String> command = new ArrayList<>(List.of("mvn", "-B", "-ntp", "--fail-at-end"));
        command.add("-Dmaven.repo.local=" + Shipped.localRepository());
        try {
            // For the plugins and for the JVMs they start; Maven has read the settings of the machine before.
            command.add("-Duser.home=" + Supervisor.homeIn(project));
            command.add("test");
            command.addAll(List.of(more));
            return Supervisor.start(command, Map.of("JAVA_HOME", jdk.home().toString(), variable, value), project);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs {@code mvn test} to its end. */
    public Outcome run(String variable, String value, String... more) {
        try (Supervisor maven = start(variable, value, more)) {
            return maven.awaitEnd();
        }
    }

    /** What Maven printed, without what differs between any two builds: timings, dates, random names, the place. */
    public String printed(Outcome outcome) {
        return outcome.stdout()
                .replace(project.toString(), "PROJECT")
                .replaceAll("[\\d.:,]+ (s|min)\\b", "TIME")
                .replaceAll("\\d{5,}[\\d_TZ:+-]*|\\d{4}-\\d\\d-\\d\\dT[\\d_TZ:+-]*", "DATE")
                .replaceAll(" +", " ");
    }
}
