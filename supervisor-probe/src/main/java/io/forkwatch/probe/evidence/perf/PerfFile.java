package io.forkwatch.probe.evidence.perf;

import io.forkwatch.agent.entry.RegularFile;
import io.forkwatch.probe.evidence.perf.JvmSample.FileFate;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * An open file of performance data. It can still be read when its name is gone, as a JVM that exits removes it.
 *
 * <p>It is read, not mapped. Both outlive the name alike, but a new JVM that gets the same pid cuts the file short, and
 * from then on a mapping raises an {@link InternalError} in whoever touches it; a read ends early, and no more.
 */
final class PerfFile implements Closeable {
    private static final int MOST_BYTES = 64 * 1024;

    private final FileChannel channel;
    private final long uid;
    private final Object identity;
    private final Optional<Path> name;

    private PerfFile(FileChannel channel, long uid, Object identity, Optional<Path> name) {
        this.channel = channel;
        this.uid = uid;
        this.identity = identity;
        this.name = name;
    }

    /**
     * Opens a file.
     *
     * @param path where it is now
     * @param uid who must own it; root may as well
     * @param name where it can be found once its process is gone
     * @return empty if there is none, or it is not a regular file of that owner
     */
    static Optional<PerfFile> open(Path path, long uid, Path name) {
        // Most processes are no JVMs: an exception for each costs more than to ask twice.
        if (!path.toFile().exists()) {
            return Optional.empty();
        }
        try {
            RegularFile file = RegularFile.at(path, LinkOption.NOFOLLOW_LINKS);
            if (!isOwner(file.ownerUid(), uid)) {
                return Optional.empty();
            }
            FileChannel channel = file.open();
            boolean visible = regular(name, uid).filter(file.key()::equals).isPresent();
            return Optional.of(new PerfFile(channel, uid, file.key(), visible ? Optional.of(name) : Optional.empty()));
        } catch (IOException notThere) {
            return Optional.empty(); // The usual case: no JVM, or one that is not ready yet; or not ours to read.
        }
    }

    /** The identity of a regular file of that owner; empty if it is something else, or there is none. */
    private static Optional<Object> regular(Path path, long uid) {
        try {
            RegularFile file = RegularFile.at(path, LinkOption.NOFOLLOW_LINKS);
            return isOwner(file.ownerUid(), uid) ? Optional.of(file.key()) : Optional.empty();
        } catch (IOException notThere) {
            return Optional.empty();
        }
    }

    /** True if that is the owner who is wanted, or root. */
    static boolean isOwner(long owner, long uid) {
        return owner == 0 || owner == uid;
    }

    /** User id of the owner of its process. */
    long uid() {
        return uid;
    }

    /** What it holds now; empty if its JVM is not ready with it. */
    Optional<PerfData> read() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(channel.size(), MOST_BYTES));
        while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) > 0) {}
        return PerfData.parse(Arrays.copyOf(bytes.array(), bytes.position()));
    }

    /** What has become of its name; ask once the process has ended. */
    FileFate fate() {
        if (name.isEmpty()) {
            return FileFate.UNKNOWN;
        }
        return regular(name.get(), uid).filter(identity::equals).isPresent() ? FileFate.LEFT : FileFate.REMOVED;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
