package io.forkwatch.probe.dump;

import io.forkwatch.probe.process.ProcessKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Set;
import java.util.function.Supplier;

/** Where dumps lie: a few files that only this user can read. The oldest that this JVM has made gives way. For any thread. */
final class DumpFiles {
    /** With {@link #MOST_BYTES} each. */
    static final int MOST_FILES = 16;

    /** Of one: a thousand threads, 15 frames deep. */
    static final int MOST_BYTES = 1 << 20;

    private final Supplier<String> prefix;
    private final ArrayDeque<Path> made = new ArrayDeque<>();

    /**
     * Files in a place.
     *
     * @param prefix how their names begin, with their directory
     */
    DumpFiles(Supplier<String> prefix) {
        this.prefix = prefix;
    }

    /**
     * Makes a file.
     *
     * @return its absolute name
     * @throws IOException if it cannot be made, or is there already
     */
    synchronized String write(ProcessKey jvm, int number, byte[] text) throws IOException {
        Path file = Path.of(prefix.get() + jvm.pid() + "-" + jvm.starttimeTicks() + (number == 0 ? "" : "." + number)
                        + ".txt")
                .toAbsolutePath();
        while (made.size() >= MOST_FILES) {
            Files.deleteIfExists(made.remove());
        }
        try (SeekableByteChannel open = Files.newByteChannel(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            made.add(file);
            ByteBuffer rest = ByteBuffer.wrap(text);
            while (rest.hasRemaining()) {
                open.write(rest);
            }
        }
        return file.toString();
    }
}
