package io.forkwatch.probe.procfs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What the descriptors of this process are, proc_pid_fd(5). */
public final class OwnDescriptors {
    private static final Path ALL = Path.of("/proc/self/fd");

    private OwnDescriptors() {}

    /** Where one leads, for example {@code /dev/pts/0} or {@code pipe:[4711]}; empty where it is closed or cannot be seen. */
    public static Optional<String> target(int descriptor) {
        try {
            return Optional.of(Files.readSymbolicLink(ALL.resolve(Integer.toString(descriptor)))
                    .toString());
        } catch (IOException closedOrHidden) {
            return Optional.empty();
        }
    }
}
