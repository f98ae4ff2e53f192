package io.forkwatch.probe.publish.debug;

import io.forkwatch.probe.publish.web.LongAnswer;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * A place for one file at a time, which is gone when its content is sent, however that ends.
 *
 * @param directory for temporary files
 * @param pid of this JVM
 * @param nanos the monotonic clock, for names
 */
record Scratch(Path directory, long pid, LongSupplier nanos) {
    /** Makes an empty file that is readable by this user only; nobody can have put a link in its place. */
    Path newFile() throws DebugRefusal {
        Path file = directory.resolve("forkwatch-" + pid + "-" + Long.toHexString(nanos.getAsLong()) + ".jfr");
        try {
            return Files.createFile(
                    file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (IOException | UnsupportedOperationException | SecurityException readOnly) {
            throw new DebugRefusal(503, "no recording: the directory for temporary files cannot be written");
        }
    }

    /** Tries whether there can be files; leaves none. */
    void tryOut() throws DebugRefusal {
        delete(newFile());
    }

    /** Its content, for which it needs no name any more: it goes with the answer. */
    LongAnswer sent(Path file, long mostBytes) throws DebugRefusal {
        try {
            FileChannel open = FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
            Files.delete(file);
            long bytes = open.size();
            if (bytes > 0 && bytes <= mostBytes) {
                return Recordings.answer(bytes, Channels.newInputStream(open), () -> {});
            }
            open.close();
            throw new DebugRefusal(
                    503, bytes == 0 ? "it has recorded nothing that could be read here" : "its recording is too long");
        } catch (IOException unreadable) {
            throw new DebugRefusal(503, "its recording cannot be read");
        }
    }

    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException notOurs) {
            return; // As where the directory has become read-only.
        }
    }
}
