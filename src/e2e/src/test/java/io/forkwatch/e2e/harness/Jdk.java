package io.forkwatch.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An installed JDK or JRE.
 *
 * @param home its directory, real path
 * @param feature its feature release, for example 17
 */
public record Jdk(Path home, int feature) {
    private static final int OLDEST = 17;
    private static final List<Path> PARENTS = List.of(Path.of("/usr/lib/jvm"), Path.of("/opt"));
    private static final Pattern VERSION = Pattern.compile("(?m)^JAVA_VERSION=\"(\\d+)");

    /** Every one that Forkwatch supports, the oldest first: in the usual places, named by JAVA_HOME*, and this one. */
    public static List<Jdk> found() {
        Map<Path, Jdk> byHome = new TreeMap<>();
        for (Path home : candidates()) {
            at(home).filter(jdk -> jdk.feature() >= OLDEST).ifPresent(jdk -> byHome.put(jdk.home(), jdk));
        }
        return byHome.values().stream()
                .sorted(Comparator.comparingInt(Jdk::feature))
                .toList();
    }

    /** The JDK of this test. */
    static Jdk current() {
        return at(Path.of(System.getProperty("java.home"))).orElseThrow();
    }

    Path java() {
        return home.resolve("bin/java");
    }

    @Override
    public String toString() {
        return "JDK " + feature + " at " + home;
    }

    private static List<Path> candidates() {
        List<Path> homes = new ArrayList<>();
        homes.add(Path.of(System.getProperty("java.home")));
        System.getenv().forEach((name, value) -> {
            if (name.startsWith("JAVA_HOME") && !value.isEmpty()) {
                homes.add(Path.of(value));
            }
        });
        for (Path parent : PARENTS) {
            homes.addAll(entries(parent));
        }
        return homes;
    }

    private static List<Path> entries(Path directory) {
        List<Path> entries = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
                stream.forEach(entries::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return entries;
    }

    private static Optional<Jdk> at(Path home) {
        Path release = home.resolve("release");
        if (!Files.isReadable(release) || !Files.isExecutable(home.resolve("bin/java"))) {
            return Optional.empty();
        }
        try {
            Matcher version = VERSION.matcher(Files.readString(release));
            return version.find()
                    ? Optional.of(new Jdk(home.toRealPath(), Integer.parseInt(version.group(1))))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
