package io.forkwatch.agent.entry;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Assumptions;

/** What may stand where a small regular file is expected. What cannot be made here skips its test, and says why. */
enum OddFile {
    MISSING,
    DANGLING_LINK,
    EMPTY,
    UNREADABLE,
    HUGE,
    LINK_TO_HUGE,
    DIRECTORY,
    LINK_TO_DIRECTORY,
    FIFO,
    LINK_TO_FIFO,
    LINK_TO_ENDLESS_DEVICE,
    LINK_TO_FULL_DEVICE;

    private static final Path MKFIFO = Path.of("/usr/bin/mkfifo");

    /** Makes it at a path where nothing is, and perhaps the target of a link beside it. */
    Path make(Path at) throws IOException {
        Path target = at.resolveSibling(at.getFileName() + ".target");
        return switch (this) {
            case MISSING -> at;
            case DANGLING_LINK -> Files.createSymbolicLink(at, target);
            case EMPTY -> Files.createFile(at);
            case UNREADABLE -> unreadable(at);
            case HUGE -> huge(at);
            case LINK_TO_HUGE -> Files.createSymbolicLink(at, huge(target));
            case DIRECTORY -> Files.createDirectory(at);
            case LINK_TO_DIRECTORY -> Files.createSymbolicLink(at, Files.createDirectory(target));
            case FIFO -> fifo(at);
            case LINK_TO_FIFO -> Files.createSymbolicLink(at, fifo(target));
            case LINK_TO_ENDLESS_DEVICE -> Files.createSymbolicLink(at, Path.of("/dev/zero"));
            case LINK_TO_FULL_DEVICE -> Files.createSymbolicLink(at, Path.of("/dev/full"));
        };
    }

    private static Path unreadable(Path at) throws IOException {
        Files.createFile(at, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("---------")));
        Assumptions.assumeFalse(Files.isReadable(at), "this user (root?) may read everything");
        return at;
    }

    /** A sparse gibibyte. */
    private static Path huge(Path at) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(at.toFile(), "rw")) {
            file.setLength(1L << 30);
        }
        return at;
    }

    /** Nobody has its other end. */
    private static Path fifo(Path at) throws IOException {
        Assumptions.assumeTrue(Files.isExecutable(MKFIFO), "there is no mkfifo here");
        Process mkfifo = new ProcessBuilder(MKFIFO.toString(), at.toString()).start();
        Assumptions.assumeTrue(mkfifo.onExit().join().exitValue() == 0, "no FIFO can be made here");
        return at;
    }
}
