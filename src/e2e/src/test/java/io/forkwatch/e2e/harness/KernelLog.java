package io.forkwatch.e2e.harness;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The log of the kernel that these tests run on. */
public final class KernelLog {
    private static final String INITIAL_PID_NAMESPACE = "pid:[4026531836]";

    private KernelLog() {}

    /** True if the agent can read it here, and its pids are those of this place. */
    public static boolean isReadable() {
        try (FileInputStream opened = new FileInputStream("/dev/kmsg")) {
            return opened.getFD().valid()
                    && Files.readSymbolicLink(Path.of("/proc/self/ns/pid"))
                            .toString()
                            .equals(INITIAL_PID_NAMESPACE);
        } catch (IOException restricted) {
            return false;
        }
    }
}
