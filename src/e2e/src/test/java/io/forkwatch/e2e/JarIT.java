package io.forkwatch.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.e2e.harness.Shipped;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** The jar holds what is needed, and nothing more. */
class JarIT {
    private static final long LARGEST_BYTES = 2_000_000;
    private static final String HIDDEN = "inst/";

    @Test
    void itIsSmall() throws IOException {
        assertThat(Files.size(Shipped.agentJar())).isLessThanOrEqualTo(LARGEST_BYTES);
    }

    /** Parts of libraries are picked by hand: one too few would be missed only where it is needed. */
    @Test
    void everyClassThatIsReferredToIsThere() throws IOException {
        Path classes = unpack();
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();

        ToolProvider.findFirst("jdeps")
                .orElseThrow()
                .run(new PrintWriter(out), new PrintWriter(err), "--missing-deps", classes.toString());

        assertThat(err.toString()).isEmpty();
        // Annotations may be missing: the JVM leaves those out that it does not find.
        assertThat(out.toString().lines().filter(line -> line.contains("->")))
                .filteredOn(line -> !line.contains("javax.annotation.") && !line.contains("org.jspecify."))
                .allMatch(line -> line.strip().endsWith("-> not found"), "the head, not a class");
    }

    /** Without them the children of launchers would have plainer names, and nobody would be told why. */
    @Test
    void theTablesOfNamesAreThere() throws IOException {
        try (ZipFile jar = new ZipFile(Shipped.agentJar().toFile())) {
            assertThat(jar.stream().map(ZipEntry::getName))
                    .contains(
                            HIDDEN + "io/forkwatch/probe/naming/kinds.txt",
                            HIDDEN + "io/forkwatch/probe/naming/wrappers.txt");
        }
    }

    /** All of the isolated loader but the bridge, which belongs to the JDK's own package. */
    private static Path unpack() throws IOException {
        Path directory = Shipped.newDirectory("jar");
        try (ZipFile jar = new ZipFile(Shipped.agentJar().toFile())) {
            List<? extends ZipEntry> entries = jar.stream()
                    .filter(entry -> entry.getName().startsWith(HIDDEN)
                            && entry.getName().endsWith(".class")
                            && !entry.getName().contains("/java/lang/"))
                    .toList();
            assertThat(entries).hasSizeGreaterThan(200);
            for (ZipEntry entry : entries) {
                Path file = directory.resolve(entry.getName().substring(HIDDEN.length()));
                Files.createDirectories(file.getParent());
                try (InputStream in = jar.getInputStream(entry)) {
                    Files.copy(in, file);
                }
            }
        }
        return directory;
    }
}
