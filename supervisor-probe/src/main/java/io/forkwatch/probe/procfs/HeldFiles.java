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

    /** The device in a {@link BasicFileAttributes#fileKey()}, which the JDK writes as {@code (dev=fe00,ino=12)}. */
    public static String device(Object key) {
        String text = key.toString();
        int end = text.indexOf(",ino=");
        return end < 0 ? text : text.substring(0, end);
    }

    /**
     * Adds what a process holds of a device.
     *
     * @param keys gets device and inode of each
     * @return false if a part of it may not be looked at; what a process that is gone has held is nothing
     */
    public boolean add(long pid, String device, Set<Object> keys) {
        Path root = procFs.root(pid);
        boolean seen = add(root, device, keys);
        seen &= add(root.resolveSibling("cwd"), device, keys);
        seen &= add(root.resolveSibling("exe"), device, keys);
        try (DirectoryStream<Path> open = Files.newDirectoryStream(root.resolveSibling("fd"))) {
            for (Path link : open) {
                seen &= add(link, device, keys);
            }
        } catch (DirectoryIteratorException e) {
            return false; // Gone, or not: who asks sees to it.
        } catch (IOException e) {
            return seen && isGone(e);
        }
        return seen;
    }

    /** The same of one file, be it a link of the kernel's or a path. */
    public static boolean add(Path link, String device, Set<Object> keys) {
        try {
            HostChecks.avoid();
            Object key = Files.readAttributes(link, BasicFileAttributes.class).fileKey();
            if (device(key).equals(device)) {
                keys.add(key);
            }
            return true;
        } catch (IOException e) {
            return isGone(e);
        }
    }

    private static boolean isGone(IOException e) {
        return e instanceof NoSuchFileException || ProcFs.saysGone(e);
    }

    /** The user that owns the directory of a process in this file system: its effective one, or root's. */
    public int owner(long pid) throws IOException {
        HostChecks.avoid();
        return (Integer) Files.getAttribute(procFs.root(pid).resolveSibling(""), "unix:uid");
    }

    /**
     * Where something is mounted, proc_pid_mountinfo(5), for this process; all of it, however long that is.
     *
     * @throws IOException if it cannot be read, or a path in it cannot be written in the encoding of this JVM
     */
    public List<Path> mountPoints() throws IOException {
        HostChecks.avoid();
        byte[] text = Files.readAllBytes(procFs.meminfo().resolveSibling("self/mountinfo"));
        if (!Arrays.equals(text, mounts)) {
            mountPoints = parse(text, Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8")));
            mounts = text;
        }
        return mountPoints;
    }

    private static List<Path> parse(byte[] text, Charset names) throws IOException {
        List<Path> points = new ArrayList<>();
        try {
            for (String line : new String(text, StandardCharsets.ISO_8859_1).split("\n", -1)) {
                String[] fields = line.split(" ", -1);
                if (fields.length > MOUNT_POINT) {
                    points.add(Path.of(MountInfo.unescaped(fields[MOUNT_POINT], names)));
                }
            }
        } catch (InvalidPathException e) {
            throw new IOException(e);
        }
        return points;
    }
}
