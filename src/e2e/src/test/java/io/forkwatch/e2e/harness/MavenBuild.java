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
 * A fresh copy of a Maven project in the test resources.
 *
 * @param jdk what runs Maven and the JVMs it starts
 * @param project the copy
 * @param goals what Maven is asked for
 */
public record MavenBuild(Jdk jdk, Path project, List<String> goals) {
    private static final Path RESOURCES = Path.of("src/test/resources");

    public MavenBuild {
        goals = List.copyOf(goals);
    }

    /**
     * The tests of three modules: in one they pass, in one the test JVM halts itself with 7, and in one the test JVM is
     * killed with SIGKILL by a shell after two seconds.
     *
     * @param name what the run is called
     */
    public static MavenBuild of(Jdk jdk, String name) {
        return new MavenBuild(jdk, copyOf("maven-project", name), List.of("test"));
    }

    /** A program that {@code exec:java} runs within Maven: see there. */
    public static MavenBuild ofProgram(Jdk jdk, String name) {
        return new MavenBuild(jdk, copyOf("maven-exec", name), List.of("compile", "exec:java"));
    }

    private static Path copyOf(String original, String name) {
        Path from = RESOURCES.resolve(original);
        Path project = Shipped.newDirectory(name);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = project.resolve(from.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
            // Maven looks for this directory upwards, and would take the JVM options of the build of these tests.
            Files.createDirectory(project.resolve(".mvn"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return project;
    }

    /**
     * Starts Maven.
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
            command.addAll(goals);
            command.addAll(List.of(more));
            return Supervisor.start(command, Map.of("JAVA_HOME", jdk.home().toString(), variable, value), project);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs Maven to its end. */
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
