package io.forkwatch.bench.soak;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Supervisors that come and go while the soak lasts, and the markers that they and it leave. */
final class ShortSupervisors {
    private static final List<String> MODES = List.of("exit", "halt", "kill");
    private static final List<Path> PLACES = List.of(Path.of("/tmp"), Path.of("/dev/shm"));
    private static final int KILLED = 137;

    private final Path work;
    private final String java;
    private final String classes;
    private final String jar;
    private final Set<Long> pids = new HashSet<>();
    private final Map<String, Integer> runs = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();
    private int ends;
    private int told;

    ShortSupervisors(Path work, String java, String classes, String jar) {
        this.work = work;
        this.java = java;
        this.classes = classes;
        this.jar = jar;
    }

    /** One from its start to its end. */
    void run(SplittableRandom random) throws IOException, InterruptedException {
        String mode = MODES.get(random.nextInt(MODES.size()));
        Path home = Files.createTempDirectory(work, "short");
        Path exits = home.resolve("exits");
        String agent = "-javaagent:" + jar + "=port=0,quiet=true,summary=none,exits.file=" + exits;
        Process supervisor = new ProcessBuilder(
                        java,
                        agent,
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        classes,
                        ShortLife.class.getName(),
                        home.toString(),
                        home.resolve("ledger").toString(),
                        Long.toString(random.nextLong()),
                        mode)
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("output").toFile())
                .start();
        pids.add(supervisor.pid());
        check(home, mode, supervisor.waitFor());
        delete(home);
    }

    private void check(Path home, String mode, int exitValue) throws IOException {
        runs.merge(mode, 1, Integer::sum);
        if (exitValue != (mode.equals("kill") ? KILLED : ShortLife.EXIT_VALUE)) {
            wrong.add("a supervisor for " + mode + " ended with " + exitValue);
        }
        Files.readAllLines(home.resolve("output")).forEach(line -> wrong.add("it wrote " + line));
        Comparison comparison = Comparison.of(
                lines(home.resolve("ledger")).map(Ledger.Entry::ofLine).toList(),
                lines(home.resolve("exits")).filter(Told::is).map(Told::ofLine).toList());
        ends += comparison.right()
                + comparison.lost().size()
                + comparison.wrong().size();
        told += comparison.right();
        wrong.addAll(comparison.wrong());
        if (mode.equals("exit")) {
            comparison.lost().forEach(line -> wrong.add("lost " + line));
        }
    }

    private static Stream<String> lines(Path file) throws IOException {
        return Files.exists(file) ? Files.readAllLines(file).stream() : Stream.of();
    }

    private static void delete(Path home) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(home)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        Files.delete(home);
    }

    /** A marker of a supervisor that is gone, as if its process had been killed before it had written anything. */
    void leaveMarker() throws IOException {
        if (!pids.isEmpty()) {
            long gone = pids.iterator().next();
            Path marker = Path.of("/tmp", "forkwatch-" + gone + "-1");
            if (!Files.exists(marker)) {
                Files.createDirectory(
                        marker, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
        }
    }

    /** Markers of supervisors of this soak, dead or living. */
    List<Path> markers(long livingPid) throws IOException {
        List<Path> all = new ArrayList<>();
        for (Path place : PLACES) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(place, "forkwatch-*-*")) {
                for (Path entry : entries) {
                    if (isOurs(entry.getFileName().toString().split("-", -1)[1], livingPid)) {
                        all.add(entry);
                    }
                }
            }
        }
        return all;
    }

    private boolean isOurs(String pid, long livingPid) {
        return pid.matches("\\d{1,9}") && (Long.parseLong(pid) == livingPid || pids.contains(Long.parseLong(pid)));
    }

    /** What was not as it should be. */
    List<String> wrong() {
        return wrong;
    }

    /** For the report. */
    String toText() {
        return runs + ", " + told + " of " + ends + " abnormal ends of their children told rightly";
    }
}
