package io.forkwatch.e2e.fault;

import io.forkwatch.e2e.harness.Program;
import io.forkwatch.e2e.harness.Shipped;
import io.forkwatch.e2e.program.Rewrites;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Other agents. */
final class Neighbour {
    private Neighbour() {}

    /** The JVM option that adds one which makes the classes of processes anew, see {@link Rewrites}. */
    static String rewriting() {
        Path jar = Shipped.newDirectory("neighbour").resolve("rewrites.jar");
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Premain-Class", Rewrites.class.getName());
        attributes.putValue("Can-Retransform-Classes", "true");
        String name = Rewrites.class.getName().replace('.', '/');
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            for (String entry : List.of(name + ".class", name + "$Same.class")) {
                out.putNextEntry(new JarEntry(entry));
                Files.copy(Program.classes(Rewrites.class).resolve(entry), out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "-javaagent:" + jar;
    }

    /** The JVM option that adds JaCoCo, which counts what the classes of the application do. */
    static String jacoco() {
        return "-javaagent:" + Shipped.jacocoJar() + "=destfile=jacoco.exec";
    }
}
