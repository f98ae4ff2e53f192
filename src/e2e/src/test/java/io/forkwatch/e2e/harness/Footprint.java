package io.forkwatch.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a running JVM holds at a moment, seen through /proc.
 *
 * @param openFiles targets of its descriptors, see proc_pid_fd(5)
 * @param agentThreads the names, cut to 15 characters as in proc_pid_comm(5), of the agent's threads
 */
public record Footprint(List<String> openFiles, List<String> agentThreads) {
    /** Looks now. */
    public static Footprint of(Supervisor supervisor) {
        Path proc = Path.of("/proc", Long.toString(supervisor.pid()));
        List<String> threads = each(
                proc.resolve("task"),
                task -> Files.readString(task.resolve("comm")).strip());
        return new Footprint(
                each(proc.resolve("fd"), fd -> Files.readSymbolicLink(fd).toString()),
                threads.stream()
                        .filter(name -> name.startsWith("forkwatch"))
                        .sorted()
                        .toList());
    }

    /** Its descriptors for files of other processes' /proc directories. */
    public List<String> heldProcesses() {
        return openFiles.stream()
                .filter(target -> target.matches("/proc/\\d+/.*"))
                .toList();
    }

    private interface Fact {
        String read(Path entry) throws IOException;
    }

    private static List<String> each(Path directory, Fact fact) {
        List<String> facts = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                addIfStillThere(entry, fact, facts);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return facts;
    }

    private static void addIfStillThere(Path entry, Fact fact, List<String> facts) throws IOException {
        try {
            facts.add(fact.read(entry));
        } catch (NoSuchFileException gone) {
            return; // Closed, or ended, while we looked.
        }
    }
}
