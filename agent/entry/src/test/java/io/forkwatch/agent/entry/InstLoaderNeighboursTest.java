package io.forkwatch.agent.entry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstLoaderNeighboursTest {
    private static final String FILE = InstLoaderNeighboursTest.class.getName().replace('.', '/') + ".class";

    @TempDir
    private Path directory;

    private InstLoader loader;
    private byte[] classFile;

    @BeforeEach
    void jarInADirectoryWithABlank() throws IOException {
        Path jar = Files.createDirectory(directory.resolve("a b")).resolve("agent.jar");
        try (InputStream in = InstLoaderNeighboursTest.class.getClassLoader().getResourceAsStream(FILE);
                JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            assertThat(in).isNotNull();
            classFile = in.readAllBytes();
            out.putNextEntry(new JarEntry(FILE));
            out.write(classFile);
        }
        loader = new InstLoader(JarImage.of(jar.toFile()), jar.toFile());
    }

    /** Other agents look for class files by URL, and take a class whose file they cannot find for broken. */
    @Test
    void aClassFileIsFoundByUrl() throws IOException {
        URL url = loader.getResource(FILE);
        assertThat(url).isNotNull();
        try (InputStream in = url.openStream()) {
            assertThat(in.readAllBytes()).isEqualTo(classFile);
        }
        assertThat(Collections.list(loader.getResources(FILE))).containsExactly(url);
        assertThat(loader.getResource("io/forkwatch/None.class")).isNull();
        assertThat(Collections.list(loader.getResources("io/forkwatch/None.class")))
                .isEmpty();
    }

    /** A policy can grant something to them. */
    @Test
    void itsClassesHaveTheCodeSourceOfTheJar() throws ClassNotFoundException {
        Class<?> loaded = loader.loadClass(InstLoaderNeighboursTest.class.getName());

        assertThat(loaded.getClassLoader()).isSameAs(loader);
        assertThat(loaded.getProtectionDomain().getCodeSource())
                .isEqualTo(InstLoader.class.getProtectionDomain().getCodeSource());
    }
}
