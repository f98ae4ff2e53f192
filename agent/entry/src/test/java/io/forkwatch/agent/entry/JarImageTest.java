package io.forkwatch.agent.entry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

final class JarImageTest {
    /** Each entry holds its own name. */
    private static JarImage jarOf(List<String> names) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (String name : names) {
                out.putNextEntry(new ZipEntry(name));
                out.write(name.getBytes(StandardCharsets.UTF_8));
            }
        }
        return JarImage.of(bytes.toByteArray());
    }

    private static void assertFindsEachOf(List<String> names) throws IOException {
        JarImage jar = jarOf(names);
        for (String name : names) {
            assertThat(new String(jar.read(jar.find(name)), StandardCharsets.UTF_8))
                    .isEqualTo(name);
        }
    }

    @Test
    void namesThatEndAlikeAreToldApart() throws IOException {
        List<String> names = new ArrayList<>();
        for (char folder = 'a'; folder <= 'z'; folder++) {
            names.add(folder + "/in/the/same/folder/OfTheSameName.class");
        }
        assertFindsEachOf(names);

        JarImage jar = jarOf(names);
        assertThat(jar.find("0/in/the/same/folder/OfTheSameName.class")).isNegative();
        assertThat(jar.find("a/in/the/same/folder/OfTheSameNam.class")).isNegative();
    }

    @Test
    void namesAreFoundHoweverManyAndHoweverShort() throws IOException {
        List<String> names = new ArrayList<>(List.of("a", "b.class", ".class", "META-INF/MANIFEST.MF"));
        for (int i = 0; i < 2_000; i++) {
            names.add("package/of/many/Class" + i + ".class");
        }
        assertFindsEachOf(names);
        assertThat(jarOf(names).find("")).isNegative();
        assertThat(jarOf(names).find("package/of/many/Class2000.class")).isNegative();
    }

    @Test
    void aJarWithoutEntriesHasNone() throws IOException {
        assertThat(jarOf(List.of()).find("a")).isNegative();
    }
}
