package io.forkwatch.probe.process.event;

import java.util.Optional;

/**
 * The end of a process, read before it was reaped.
 *
 * @param pid the process, positive
 * @param exitValue what {@link Process#exitValue()} says of it
 * @param stat the bytes of its {@code stat}, unparsed; empty if they could not be read. Not copied: nobody else holds
 *     the array
 * @param nanos monotonic time of the read
 * @param perfData the names in the directory where the JVMs of this user keep their performance data, read before
 *     anybody could wait for the process; absent where nobody looked
 */
@SuppressWarnings("ArrayRecordComponent") // Made on a stack of 128 KB: no copy, no wrapper.
public record Zombie(long pid, int exitValue, byte[] stat, long nanos, Optional<String[]> perfData)
        implements ChildEvent {
    public Zombie {
        if (pid <= 0) {
            throw new IllegalArgumentException("pid " + pid);
        }
    }

    /** One of which nobody looked for more than its {@code stat}. */
    public Zombie(long pid, int exitValue, byte[] stat, long nanos) {
        this(pid, exitValue, stat, nanos, Optional.empty());
    }

    @Override
    public long textBytes() {
        long bytes = 0;
        if (perfData.isPresent()) {
            for (String name : perfData.get()) {
                bytes += Texts.bytes(name);
            }
        }
        return bytes;
    }

    /** The same without the names. */
    @Override
    public Zombie brief() {
        return new Zombie(pid, exitValue, stat, nanos);
    }
}
