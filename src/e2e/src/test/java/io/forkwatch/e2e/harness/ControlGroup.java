package io.forkwatch.e2e.harness;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;

/**
 * A cgroup of version 1 with one limit. It is removed when closed; by then all its processes have to be gone.
 *
 * @param directory where it is
 */
public record ControlGroup(Path directory) implements AutoCloseable {
    private static final Path MOUNT = Path.of("/sys/fs/cgroup");

    /** What a cgroup can limit. */
    public enum Limit {
        /** Memory, in bytes. */
        MEMORY("memory", "memory.limit_in_bytes"),
        /** The number of processes and threads. */
        PIDS("pids", "pids.max");

        private final String controller;
        private final String file;

        Limit(String controller, String file) {
            this.controller = controller;
            this.file = file;
        }
    }

    /** Makes one that any user may enter; empty where this is not possible, for want of the controller or the right. */
    public static Optional<ControlGroup> create(Limit limit, String name, long value) throws IOException {
        Path parent = MOUNT.resolve(limit.controller);
        Path directory =
                parent.resolve("forkwatch-e2e-" + ProcessHandle.current().pid() + "-" + name);
        if (!Files.isWritable(parent) || !mkdir(directory)) {
            return Optional.empty();
        }
        ControlGroup group = new ControlGroup(directory);
        Files.writeString(directory.resolve(limit.file), Long.toString(value));
        Files.setPosixFilePermissions(group.procs(), PosixFilePermissions.fromString("rw-rw-rw-"));
        return Optional.of(group);
    }

    private static boolean mkdir(Path directory) {
        try {
            Files.createDirectory(directory);
            return true;
        } catch (IOException notAllowed) {
            return false;
        }
    }

    /** The file into which a process writes its pid to enter. */
    public Path procs() {
        return directory.resolve("cgroup.procs");
    }

    @Override
    public void close() {
        await("the group to be empty")
                .atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> {
                    Files.delete(directory);
                    return true;
                });
    }
}
