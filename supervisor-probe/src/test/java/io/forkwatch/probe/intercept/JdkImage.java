package io.forkwatch.probe.intercept;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** A JDK on this machine, whose classes can be read without running it. */
record JdkImage(Path home) {
    private static final Path USUAL_PLACE = Path.of("/usr/lib/jvm");

    /** The JDK of this JVM first, then every other one at the usual place. */
    static List<JdkImage> all() throws IOException {
        Set<Path> homes = new LinkedHashSet<>();
        homes.add(Path.of(System.getProperty("java.home")).toRealPath());
        if (Files.isDirectory(USUAL_PLACE)) {
            try (Stream<Path> found = Files.list(USUAL_PLACE)) {
                for (Path home : found.sorted().toList()) {
                    if (Files.exists(home.resolve("lib/modules")) && Files.exists(home.resolve("lib/jrt-fs.jar"))) {
                        homes.add(home.toRealPath());
                    }
                }
            }
        }
        List<JdkImage> images = new ArrayList<>();
        for (Path home : homes) {
            images.add(new JdkImage(home));
        }
        return images;
    }

    /**
     * A class of java.base.
     *
     * @param internalName for example {@code java/lang/ProcessBuilder}
     */
    byte[] read(String internalName) throws IOException {
        try (FileSystem image = FileSystems.newFileSystem(URI.create("jrt:/"), Map.of("java.home", home.toString()))) {
            return Files.readAllBytes(image.getPath("/modules/java.base/" + internalName + ".class"));
        }
    }

    @Override
    public String toString() {
        return String.valueOf(home.getFileName());
    }
}
