package io.forkwatch.agent.entry;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The one way to open a file that somebody else named or made. Only a regular file is opened, because open(2) of a FIFO
 * waits for its other end, and it is not read beyond the size that it has by then: a file that grows all the time has an
 * end, and so have those of procfs that wait for what comes next, whose size is 0. What is refused is a
 * {@link FileSystemException} whose reason says why.
 *
 * <p>Here and not in the probe, because {@link Nested} needs it before anything of the probe is loaded.
 *
 * <p>Java has no O_NONBLOCK: who puts a FIFO in the place of the file between the check and open(2) does hold us up. That
 * takes the right to replace a file whose owner was trusted.
 */
public final class RegularFile {
    private static final String ATTRIBUTES = "unix:isRegularFile,isDirectory,fileKey,lastModifiedTime,uid,mode,rdev";
    private static final int KIND = 0xF000;
    private static final int CHARACTER_DEVICE = 0x2000;
    private static final long NULL_DEVICE = 0x103;
    private static final int MIB = 1 << 20;

    private final Path path;
    private final LinkOption[] links;
    private final Map<String, Object> attributes;

    private RegularFile(Path path, LinkOption[] links, Map<String, Object> attributes) {
        this.path = path;
        this.links = links;
        this.attributes = attributes;
    }

    /**
     * Looks at a file, and opens nothing.
     *
     * @param links whether a symbolic link is followed, as for {@link Files#readAttributes}
     * @throws IOException if there is none, or it is something else
     */
    public static RegularFile at(Path path, LinkOption... links) throws IOException {
        RegularFile found = new RegularFile(path, links.clone(), Files.readAttributes(path, ATTRIBUTES, links));
        if (!found.isRegular()) {
            throw found.refusal();
        }
        return found;
    }

    /**
     * Opens a file to append to it; it is made if there is none. {@code /dev/null} is as good: it takes everything and
     * waits for nobody.
     *
     * @throws IOException if it cannot be opened or made, or is something else; the message names it
     */
    public static FileOutputStream append(Path path) throws IOException {
        refuseToAppendToOddFile(path);
        return new FileOutputStream(path.toFile(), true);
    }

    private static void refuseToAppendToOddFile(Path path) throws IOException {
        RegularFile found;
        try {
            found = new RegularFile(path, new LinkOption[0], Files.readAttributes(path, ATTRIBUTES));
        } catch (NoSuchFileException notYet) {
            return; // It will be made; a link that leads nowhere becomes one that leads to it.
        }
        if (!found.isRegular() && !found.isNullDevice()) {
            throw found.refusal();
        }
    }

    private boolean isRegular() {
        return Boolean.TRUE.equals(attributes.get("isRegularFile"));
    }

    // Major 1, minor 3, in the kernel's admin-guide/devices.txt.
    private boolean isNullDevice() {
        return (attribute("mode", Integer.class) & KIND) == CHARACTER_DEVICE
                && attribute("rdev", Long.class) == NULL_DEVICE;
    }

    private <T> T attribute(String name, Class<T> type) {
        return type.cast(Objects.requireNonNull(attributes.get(name), name));
    }

    private FileSystemException refusal() {
        boolean directory = Boolean.TRUE.equals(attributes.get("isDirectory"));
        return refusal(directory ? "a directory" : "not a regular file");
    }

    private FileSystemException refusal(String reason) {
        return new FileSystemException(path.toString(), null, reason);
    }

    /** User id of its owner. */
    public long ownerUid() {
        return Integer.toUnsignedLong(attribute("uid", Integer.class));
    }

    /** When its content last changed; some file systems keep whole seconds. */
    public FileTime lastModifiedTime() {
        return attribute("lastModifiedTime", FileTime.class);
    }

    /** Device and inode: equal for the same file. */
    public Object key() {
        return attribute("fileKey", Object.class);
    }

    /**
     * Opens it for reading.
     *
     * @throws IOException if it cannot be opened, or its name stands for another file by now: what was seen of its owner
     *     would not be true of that one
     */
    public FileChannel open() throws IOException {
        Set<OpenOption> options = new HashSet<>(Arrays.<OpenOption>asList(links));
        options.add(StandardOpenOption.READ);
        FileChannel channel = FileChannel.open(path, options);
        boolean same = false;
        try {
            same = key().equals(at(path, links).key());
        } finally {
            if (!same) {
                channel.close();
            }
        }
        if (!same) {
            throw refusal("replaced while it was opened");
        }
        return channel;
    }

    /**
     * Its beginning.
     *
     * @param most how many bytes at most
     */
    public byte[] head(int most) throws IOException {
        try (FileChannel channel = open()) {
            return read(channel, most);
        }
    }

    /**
     * All of it.
     *
     * @param most a larger file is refused, unread
     */
    public byte[] whole(int most) throws IOException {
        try (FileChannel channel = open()) {
            if (channel.size() > most) {
                throw refusal("larger than " + (most % MIB == 0 ? most / MIB + " MiB" : most + " bytes"));
            }
            return read(channel, most);
        }
    }

    private static byte[] read(FileChannel channel, int most) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(channel.size(), most));
        while (bytes.hasRemaining() && channel.read(bytes) > 0) {}
        return Arrays.copyOf(bytes.array(), bytes.position());
    }
}
