package io.forkwatch.probe.intercept;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Edits and bridge of a real JVM, and what is left of them when they are switched off. */
class ClosedInterceptionTest {
    private static final String ALL_SEEN = "exit 3 oh, killed 137, start failed, events 6";
    private static final String NOTHING_SEEN = "exit 3 oh, killed 137, start failed, events 0";

    @Test
    void theHostGoesOnAndNothingIsSeenNorKept(@TempDir Path directory) throws IOException {
        assertThat(run(directory, "later"))
                .containsExactly("before: " + ALL_SEEN, "after: " + NOTHING_SEEN, "kept false", "faults []");
    }

    @Test
    void closedBeforeItIsInstalledItSeesNothingAtAll(@TempDir Path directory) throws IOException {
        assertThat(run(directory, "first"))
                .containsExactly("before: " + NOTHING_SEEN, "after: " + NOTHING_SEEN, "kept false", "faults []");
    }

    private static List<String> run(Path directory, String when) throws IOException {
        Process host = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-javaagent:" + agent(directory),
                        "-cp",
                        System.getProperty("java.class.path"),
                        HostJvm.class.getName(),
                        when)
                .redirectErrorStream(true)
                .start();
        return new String(host.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    private static Path agent(Path directory) throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(new Attributes.Name("Premain-Class"), HostJvm.class.getName());
        attributes.put(new Attributes.Name("Can-Retransform-Classes"), "true");
        Path jar = directory.resolve("agent.jar");
        try (OutputStream out = Files.newOutputStream(jar)) {
            new JarOutputStream(out, manifest).close();
        }
        return jar;
    }
}
