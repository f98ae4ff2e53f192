package io.forkwatch.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A Java command that has not been started yet.
 *
 * @param jdk the JDK to run
 * @param jvmOptions options before the main class
 * @param main the main class with its class path options, or {@code -jar} with its jar; then the arguments
 * @param environment variables to add to those of this test
 */
public record Launch(Jdk jdk, List<String> jvmOptions, List<String> main, Map<String, String> environment) {
    public Launch {
        jvmOptions = List.copyOf(jvmOptions);
        main = List.copyOf(main);
        environment = Map.copyOf(environment);
    }

    /** The example launcher with stories to play. */
    public static Launch ofStories(Jdk jdk, String... stories) {
        List<String> main =
                new ArrayList<>(List.of("-jar", Shipped.launchersJar().toString()));
        main.addAll(List.of(stories));
        return new Launch(jdk, List.of(), main, Map.of());
    }

    /** Any other program. */
    public static Launch of(Jdk jdk, String... main) {
        return new Launch(jdk, List.of(), List.of(main), Map.of());
    }

    /** The same, with the shipped agent and these of its options. */
    public Launch watched(String agentOptions) {
        String suffix = agentOptions.isEmpty() ? "" : "=" + agentOptions;
        return withJvmOptions("-javaagent:" + Shipped.agentJar() + suffix);
    }

    /** The same, with these JVM options after those it has. */
    public Launch withJvmOptions(String... more) {
        List<String> options = new ArrayList<>(jvmOptions);
        options.addAll(List.of(more));
        return new Launch(jdk, options, main, environment);
    }

    /** The same, with this environment variable. */
    public Launch withEnvironment(String name, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(name, value);
        return new Launch(jdk, jvmOptions, main, more);
    }

    /** The command line. Its user's home is a new, empty directory: what a JVM does at its first run, it does at each. */
    public List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(jdk.java().toString());
        command.add("-Duser.home=" + Shipped.newDirectory("home"));
        command.addAll(jvmOptions);
        command.addAll(main);
        return command;
    }

    /**
     * Starts it.
     *
     * @param directory where stdout and stderr go, also its working directory
     */
    public Supervisor start(Path directory) {
        try {
            return Supervisor.start(command(), environment, directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it in a new directory and waits for its end. */
    public Outcome run(String name) {
        try (Supervisor supervisor = start(Shipped.newDirectory(name))) {
            return supervisor.awaitEnd();
        }
    }
}
