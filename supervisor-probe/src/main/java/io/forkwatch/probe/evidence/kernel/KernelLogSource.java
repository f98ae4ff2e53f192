package io.forkwatch.probe.evidence.kernel;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;

/** Where the kernel's log comes from. */
@FunctionalInterface
interface KernelLogSource {
    /**
     * Opens the log at its beginning.
     *
     * @return a channel that gives one record a read, and 0 bytes where there is none: it never blocks. The caller closes
     *     it
     * @throws IOException if it cannot be read, or not without blocking
     */
    ReadableByteChannel open() throws IOException;
}
