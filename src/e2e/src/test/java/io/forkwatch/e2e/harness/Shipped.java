package io.forkwatch.e2e.harness;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** What the build made, and where these tests may write. */
public final class Shipped {
    private static final String HIDDEN = "inst/";
    private static final String SHARED = "io/forkwatch/agent/";

    private Shipped() {}

    /** {@code forkwatch.jar}, as it is shipped. */
    public static Path agentJar() {
        return built("e2e.agentJar");
    }

    /** What only the agent's own loader sees of it, by name; with what is packed in a jar of its own. */
    public static Map<String, byte[]> hiddenFiles() throws IOException {
        Map<String, byte[]> files = seenFiles();
        files.keySet().removeIf(name -> name.startsWith(SHARED));
        return files;
    }

    /** All that the agent's own loader sees of it: what is hidden, and the entry, which the application's loader has too. */
    public static Map<String, byte[]> seenFiles() throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        addSeen(Files.newInputStream(agentJar()), files);
        return files;
    }

    private static void addSeen(InputStream jar, Map<String, byte[]> files) throws IOException {
        try (ZipInputStream in = new ZipInputStream(jar)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                byte[] bytes = in.readAllBytes();
                if (entry.getName().endsWith(".pack")) {
                    addSeen(new ByteArrayInputStream(bytes), files);
                } else if (entry.getName().startsWith(SHARED)) {
                    files.put(entry.getName(), bytes);
                } else if (entry.getName().startsWith(HIDDEN)) {
                    files.put(entry.getName().substring(HIDDEN.length()), bytes);
                }
            }
        }
    }

    /** The JVM option that adds it, with these of its options. */
    public static String javaagent(String options) {
        return "-javaagent:" + agentJar() + "=" + options;
    }

    /** A byte-buddy of another version than the agent's, as an application may bring along. */
    public static Path byteBuddyJar() {
        return built("e2e.byteBuddyJar");
    }

    /** The agent of JaCoCo. */
    public static Path jacocoJar() {
        return built("e2e.jacocoJar");
    }

    /** Where the Maven that runs these tests keeps what it downloads. */
    static Path localRepository() {
        return Path.of(property("e2e.localRepository"));
    }

    /** The example launchers. */
    public static Path launchersJar() {
        return built("e2e.launchersJar");
    }

    /**
     * A new directory for the files of one run. It stays after the run, for who wants to know why a test failed.
     *
     * @param name what the run is called
     */
    public static Path newDirectory(String name) {
        try {
            Path parent = Files.createDirectories(Path.of(property("e2e.workDirectory")));
            return Files.createTempDirectory(parent, name + "-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path built(String name) {
        Path jar = Path.of(property(name)).normalize();
        if (!Files.isRegularFile(jar)) {
            throw new IllegalStateException(jar + " does not exist: mvn package makes it");
        }
        return jar;
    }

    private static String property(String name) {
        String value = System.getProperty(name);
        if (value == null) {
            throw new IllegalStateException("the build sets -D" + name + ", run these tests with mvn verify");
        }
        return value;
    }
}
