package io.forkwatch.agent.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.prometheus.Packed;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A jar of classes, packed and unpacked, and what becomes of its file. */
class InstLoaderTest {
    private static final String FIRST = AncestryTest.class.getName();
    private static final String SECOND = MarkerTest.class.getName();

    @TempDir
    private Path directory;

    private Path jar(List<String> classes, boolean packed) throws IOException {
        Path jar = directory.resolve("some.jar");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            out.setComment("behind the end record");
            add("at-the-root.txt", "x".repeat(1_000).getBytes(StandardCharsets.UTF_8), packed, out);
            add("inst/some.txt", "grüß".getBytes(StandardCharsets.UTF_8), packed, out);
            for (String name : classes) {
                String file = name.replace('.', '/') + ".class";
                try (InputStream in = InstLoaderTest.class.getClassLoader().getResourceAsStream(file)) {
                    add(file, Objects.requireNonNull(in).readAllBytes(), packed, out);
                }
            }
        }
        return jar;
    }

    private static void add(String name, byte[] bytes, boolean packed, ZipOutputStream out) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        if (!packed) {
            CRC32 crc = new CRC32();
            crc.update(bytes);
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(bytes.length);
            entry.setCrc(crc.getValue());
        }
        out.putNextEntry(entry);
        out.write(bytes);
    }

    private static InstLoader over(Path jar) throws IOException {
        return new InstLoader(JarImage.of(jar.toFile()), jar.toFile());
    }

    private static String text(InstLoader loader, String name) throws IOException {
        try (InputStream in = loader.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void packedAndUnpackedEntriesAreTheSameClassesAndResources() throws Exception {
        for (boolean packed : new boolean[] {true, false}) {
            InstLoader loader = over(jar(List.of(FIRST, SECOND), packed));

            assertThat(loader.loadClass(FIRST).getClassLoader()).isSameAs(loader);
            assertThat(loader.loadClass(SECOND).getName()).isEqualTo(SECOND);
            assertThat(text(loader, "some.txt")).isEqualTo("grüß");
        }
    }

    @Test
    void whatBecomesOfTheFileChangesNothing() throws Exception {
        Path jar = jar(List.of(FIRST, SECOND), true);
        InstLoader loader = over(jar);
        loader.loadClass(FIRST);

        Files.write(jar, new byte[100]);
        assertThat(loader.loadClass(SECOND).getClassLoader()).isSameAs(loader);
        Files.delete(jar);
        assertThat(text(loader, "some.txt")).isEqualTo("grüß");
    }

    /** As our jar: what a JVM without children needs lies unpacked at its start. */
    private InstLoader overTheStartOf(Path jar) throws IOException {
        return new InstLoader(JarImage.startOf(jar.toFile()), jar.toFile());
    }

    @Test
    void theRestOfTheJarIsReadWhenItIsNeeded() throws Exception {
        Path jar = jarOfBoth();
        InstLoader loader = overTheStartOf(jar);
        int start = loader.heldBytes();

        assertThat(loader.loadClass(FIRST).getClassLoader()).isSameAs(loader);
        assertThat(loader.heldBytes()).isEqualTo(start).isLessThan((int) Files.size(jar));
        assertThat(loader.loadClass(SECOND).getClassLoader()).isSameAs(loader);
        assertThat(loader.heldBytes()).isNotEqualTo(start);
        assertThat(loader.loadClass("java.sql.Driver").getClassLoader()).isNotSameAs(loader);
    }

    @Test
    void onceTheRestIsReadNothingChangesAnyMore() throws Exception {
        Path jar = jarOfBoth();
        InstLoader loader = overTheStartOf(jar);
        assertThat(text(loader, "some.txt")).isEqualTo("grüß");

        Files.write(jar, new byte[100]);

        assertThat(loader.loadClass(FIRST).getName()).isEqualTo(FIRST);
        assertThat(loader.loadClass(SECOND).getName()).isEqualTo(SECOND);
    }

    @Test
    void ofAnotherJarNothingMoreIsLoaded() throws Exception {
        Path jar = jarOfBoth();
        InstLoader loader = overTheStartOf(jar);
        byte[] bytes = Files.readAllBytes(jar);

        Files.write(jar, new byte[100]);
        assertThat(loader.loadClass(FIRST).getName()).isEqualTo(FIRST);
        assertThatExceptionOfType(ClassNotFoundException.class).isThrownBy(() -> loader.loadClass(SECOND));
        Files.copy(jar(List.of(FIRST), false), jar, StandardCopyOption.REPLACE_EXISTING);
        assertThatExceptionOfType(ClassNotFoundException.class)
                .isThrownBy(() -> loader.loadClass(SECOND))
                .withStackTraceContaining("the jar of Forkwatch has changed since this JVM was started");
        Files.write(jar, bytes);
        assertThat(loader.loadClass(SECOND).getName()).isEqualTo(SECOND);
    }

    @ParameterizedTest
    @CsvSource({
        "io.prometheus.Packed, inst/metrics.pack, io.prometheus.NoSuchClass",
        "io.forkwatch.probe.top.Packed, inst/rare.pack, io.forkwatch.probe.doctor.NoSuchClass",
        "io.forkwatch.probe.publish.Packed, inst/port.pack, io.forkwatch.probe.publish.http.NoSuchClass",
        "io.forkwatch.probe.diagnose.Packed, inst/death.pack, io.forkwatch.probe.hang.NoSuchClass",
        "io.forkwatch.probe.evidence.Packed, inst/report.pack, io.forkwatch.probe.report.words.NoSuchClass",
        "io.forkwatch.probe.intercept.Packed, inst/first.pack, io.forkwatch.probe.lifecycle.NoSuchClass",
        "io.forkwatch.probe.register.Packed, inst/child.pack, io.forkwatch.probe.sample.NoSuchClass"
    })
    void whatLiesInAJarInTheJarIsLoadedAsAllElse(String name, String packed, String missing) throws Exception {
        String file = name.replace('.', '/') + ".class";
        ByteArrayOutputStream pack = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(pack)) {
            add("inst/" + file, bytesOf(name), false, out);
        }
        Path jar = directory.resolve("packed.jar");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            add(FIRST.replace('.', '/') + ".class", bytesOf(FIRST), false, out);
            add(packed, pack.toByteArray(), true, out);
        }
        InstLoader loader = overTheStartOf(jar);

        assertThat(loader.loadClass(name).getClassLoader()).isSameAs(loader);
        assertThat(loader.loadClass(name)).isSameAs(loader.loadClass(name));
        try (InputStream in = loader.getResourceAsStream(file)) {
            assertThat(Objects.requireNonNull(in).readAllBytes()).isEqualTo(bytesOf(name));
        }
        // Other agents look for class files by URL.
        URLConnection connection =
                Objects.requireNonNull(loader.getResource(file)).openConnection();
        assertThat(connection.getContentLengthLong()).isEqualTo(bytesOf(name).length);
        try (InputStream in = connection.getInputStream()) {
            assertThat(in.readAllBytes()).isEqualTo(bytesOf(name));
        }
        assertThat(loader.getResource(missing.replace('.', '/') + ".class")).isNull();
        assertThatExceptionOfType(ClassNotFoundException.class).isThrownBy(() -> loader.loadClass(missing));
    }

    @Test
    void whatTheJarItselfHasIsNotSoughtInAPack() throws Exception {
        Path jar = directory.resolve("plain.jar");
        String name = io.forkwatch.probe.top.Packed.class.getName();
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            add("inst/" + name.replace('.', '/') + ".class", bytesOf(name), true, out);
            add("inst/rare.pack", new byte[100], true, out);
        }
        assertThat(over(jar).loadClass(name).getName()).isEqualTo(name);
    }

    @Test
    void aPackThatCannotBeReadIsAClassThatIsNotThere() throws Exception {
        Path jar = directory.resolve("broken.jar");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            add("inst/metrics.pack", new byte[100], true, out);
        }
        assertThatExceptionOfType(ClassNotFoundException.class)
                .isThrownBy(() -> over(jar).loadClass(Packed.class.getName()))
                .withStackTraceContaining("not a jar");
    }

    private Path jarOfBoth() throws IOException {
        Path jar = directory.resolve("both.jar");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            add(FIRST.replace('.', '/') + ".class", bytesOf(FIRST), false, out);
            add(SECOND.replace('.', '/') + ".class", bytesOf(SECOND), true, out);
            add("inst/some.txt", "grüß".getBytes(StandardCharsets.UTF_8), true, out);
        }
        return jar;
    }

    private static byte[] bytesOf(String name) throws IOException {
        String file = name.replace('.', '/') + ".class";
        try (InputStream in = InstLoaderTest.class.getClassLoader().getResourceAsStream(file)) {
            return Objects.requireNonNull(in).readAllBytes();
        }
    }

    @Test
    void onlyWhatIsLoadedIsLetGoOf() throws Exception {
        List<String> all = List.of(
                FIRST,
                SECOND,
                AgentEntryTest.class.getName(),
                ClassFilesTest.class.getName(),
                NestedTest.class.getName(),
                SuitabilityTest.class.getName());
        InstLoader loader = over(jar(all, true));

        for (String name : all) {
            Class<?> loaded = loader.loadClass(name);
            assertThat(loader.loadClass(name)).isSameAs(loaded);
        }

        assertThat(loader.heldBytes())
                .isLessThan(JarImage.of(directory.resolve("some.jar").toFile()).size() / 2);
        for (String name : all) {
            assertThat(loader.loadClass(name).getClassLoader()).isSameAs(loader);
        }
        assertThat(text(loader, "some.txt")).isEqualTo("grüß");
    }

    @Test
    void whatIsNotThereIsSoughtInThePlatformAlone() throws Exception {
        InstLoader loader = over(jar(List.of(FIRST), true));

        assertThat(loader.loadClass("java.sql.Driver").getClassLoader()).isNotSameAs(loader);
        assertThat(loader.getResourceAsStream("at-the-root.txt")).isNull();
        assertThatExceptionOfType(ClassNotFoundException.class).isThrownBy(() -> loader.loadClass(SECOND));
    }

    @Test
    void aFileThatIsNoJarIsRefused() throws IOException {
        File garbage =
                Files.write(directory.resolve("garbage"), new byte[5_000]).toFile();
        File empty = Files.write(directory.resolve("empty"), new byte[0]).toFile();

        assertThatExceptionOfType(IOException.class).isThrownBy(() -> JarImage.of(garbage));
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> JarImage.of(empty));
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> JarImage.startOf(garbage));
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> JarImage.startOf(empty));
    }
}
