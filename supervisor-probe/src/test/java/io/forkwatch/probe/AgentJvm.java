package io.forkwatch.probe;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.instrument.Instrumentation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/** A JVM of its own for what a test does to a JVM for good, with an agent in it: this class. */
public final class AgentJvm {
    private static @Nullable Instrumentation given;

    private AgentJvm() {}

    /** Called by that JVM. */
    public static void premain(@Nullable String argument, Instrumentation instrumentation) {
        given = instrumentation;
    }

    /** That of the JVM that this is called in. */
    public static Instrumentation instrumentation() {
        if (given == null) {
            throw new IllegalStateException("not started as an agent");
        }
        return given;
    }

    /**
     * Runs a program with the class path of the tests.
     *
     * @param directory for the jar of the agent, first on the class path, and the home of its user
     * @return the lines it has printed
     */
    public static List<String> run(Path directory, Class<?> program, List<String> jvmOptions, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Duser.home=" + directory);
        command.add("-javaagent:" + agent(directory));
        command.add("-cp");
        command.add(directory + File.pathSeparator + System.getProperty("java.class.path"));
        command.addAll(jvmOptions);
        command.add(program.getName());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("HOME", directory.toString());
        // These would change that JVM, and make it say so.
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
        Process jvm = builder.start();
        return new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    private static Path agent(Path directory) throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(new Attributes.Name("Premain-Class"), AgentJvm.class.getName());
        attributes.put(new Attributes.Name("Can-Retransform-Classes"), "true");
        Path jar = directory.resolve("agent.jar");
        try (OutputStream out = Files.newOutputStream(jar)) {
            new JarOutputStream(out, manifest).close();
        }
        return jar;
    }
}
