package io.forkwatch.e2e.harness;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A memory group of version 1 with a limit, removed when closed; by then all its processes have to be gone. */
public final class MemoryLimit implements AutoCloseable {
    /** Where the controller is usually mounted. */
    public static final Path MOUNT = Path.of("/sys/fs/cgroup/memory");

    private final Path directory;

    private MemoryLimit(Path directory) {
        this.directory = directory;
    }

    /** Makes one; empty where this is not possible, for want of the controller or of the right. */
    public static Optional<MemoryLimit> create(String name, long limitBytes) throws IOException {
        Path directory =
                MOUNT.resolve("forkwatch-e2e-" + ProcessHandle.current().pid() + "-" + name);
        if (!Files.isRegularFile(MOUNT.resolve("memory.oom_control")) || !mkdir(directory)) {
            return Optional.empty();
        }
        Files.writeString(directory.resolve("memory.limit_in_bytes"), Long.toString(limitBytes));
        return Optional.of(new MemoryLimit(directory));
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
