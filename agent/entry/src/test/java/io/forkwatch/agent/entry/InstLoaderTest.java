package io.forkwatch.agent.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A jar of classes in {@code inst/}, packed and unpacked, and what becomes of its file. */
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
                    add("inst/" + file, Objects.requireNonNull(in).readAllBytes(), packed, out);
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
    }
}
