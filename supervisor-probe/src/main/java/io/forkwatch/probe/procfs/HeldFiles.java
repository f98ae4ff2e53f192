package io.forkwatch.probe.procfs;

import io.forkwatch.probe.procfs.text.HostChecks;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which directories and files processes hold: where they work, what they take for {@code /}, their program and what they have
 * open, proc_pid_cwd(5), proc_pid_root(5), proc_pid_exe(5), proc_pid_fd(5). Told by device and inode, so that it does not
 * matter by what path a process in another mount namespace knows them. And what is mounted here. Not thread-safe.
 */
public final class HeldFiles {
    private static final int MOUNT_POINT = 4;

    private final ProcFs procFs;
    private byte[] mounts = new byte[0];
    private List<Path> mountPoints = List.of();

    /** Of the processes of a proc file system. */
    public HeldFiles(ProcFs procFs) {
        this.procFs = procFs;
    }

    /**
     * Adds what a process holds.
     *
     * @param wanted which keys, as of {@link BasicFileAttributes#fileKey()}, are of interest
     * @return false if a part of it may not be looked at; what a process that is gone has held is nothing
     */
    public boolean add(long pid, Predicate<Object> wanted, Set<Object> keys) {
        Path root = procFs.root(pid);
        boolean seen = true;
        for (String link : List.of("root", "cwd", "exe")) {
            seen &= add(root.resolveSibling(link), wanted, keys);
        }
        try (DirectoryStream<Path> open = Files.newDirectoryStream(root.resolveSibling("fd"))) {
            for (Path link : open) {
                seen &= add(link, wanted, keys);
            }
        } catch (IOException | DirectoryIteratorException e) {
            seen &= isGone(e);
        }
        return seen;
    }

    /** The same of one file, be it a link of the kernel's or a path. */
    public static boolean add(Path link, Predicate<Object> wanted, Set<Object> keys) {
        try {
            HostChecks.avoid();
            Object key = Files.readAttributes(link, BasicFileAttributes.class).fileKey();
            if (wanted.test(key)) {
                keys.add(key);
            }
            return true;
        } catch (IOException e) {
            return isGone(e);
        }
    }

    private static boolean isGone(Exception e) {
        Throwable fault = e instanceof DirectoryIteratorException ? e.getCause() : e;
        return fault instanceof NoSuchFileException || (fault instanceof IOException io && ProcFs.saysGone(io));
    }

    /** The user that owns the directory of a process in this file system: its effective one, or root's. */
    public int owner(long pid) throws IOException {
        HostChecks.avoid();
        return (Integer) Files.getAttribute(procFs.root(pid).getParent(), "unix:uid");
    }

    /**
     * Where something is mounted, proc_pid_mountinfo(5), for this process; all of it, however long that is.
     *
     * @throws IOException if it cannot be read, or a path in it cannot be written in the encoding of this JVM
     */
    public List<Path> mountPoints() throws IOException {
        HostChecks.avoid();
        byte[] text = Files.readAllBytes(procFs.meminfo().resolveSibling("self").resolve("mountinfo"));
        if (!Arrays.equals(text, mounts)) {
            mountPoints = parse(text, Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8")));
            mounts = text;
        }
        return mountPoints;
    }

    private static List<Path> parse(byte[] text, Charset names) throws IOException {
        List<Path> points = new ArrayList<>();
        for (String line : new String(text, StandardCharsets.ISO_8859_1).split("\n", -1)) {
            String[] fields = line.split(" ", -1);
            if (fields.length > MOUNT_POINT) {
                points.add(path(MountInfo.unescaped(fields[MOUNT_POINT], names)));
            }
        }
        return points;
    }

    private static Path path(String text) throws IOException {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IOException("a mount point that this JVM cannot name: " + e.getReason(), e);
        }
    }
}
