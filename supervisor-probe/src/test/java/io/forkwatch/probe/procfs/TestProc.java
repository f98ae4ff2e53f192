package io.forkwatch.probe.procfs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A tree of files that looks like /proc. Files are rewritten in place, so that a held descriptor sees the new text; an
 * empty one stands for a process that is gone while its descriptor is held.
 */
public record TestProc(Path mount) {
    /** 100 ticks a second, so 10 ms each, and pages of 4 KiB: what {@link TestProcess} counts in. */
    public static final Auxv UNITS = new Auxv(100, 4096, false);

    /** The proc file system over this tree. */
    public ProcFs files() {
        return new ProcFs(mount);
    }

    /** A process of this tree, not written yet. */
    public TestProcess process(long pid) {
        return new TestProcess(this, pid);
    }

    /** Makes a process the child of the one that reads this tree, if that is in it. */
    public TestProcess child(TestProcess process) {
        try {
            return process.parent(files().self().pid());
        } catch (IOException nobodyReads) {
            return process;
        }
    }

    /** Writes a file, for example {@code 7/status}. */
    public TestProc write(String file, String text) throws IOException {
        Path path = mount.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text, StandardCharsets.ISO_8859_1);
        return this;
    }

    /** The shortest {@code stat} that is whole enough. */
    public TestProc stat(long pid, long starttimeTicks) throws IOException {
        return write(
                pid + "/stat",
                pid + " (fake) S 1 1 1 0 -1 0 0 0 0 0 7 3 0 0 20 0 1 0 " + starttimeTicks + " 4096 25 \n");
    }

    /**
     * Deletes a file, or a directory with all that is in it. A descriptor that is held says nothing from then on, as the
     * kernel's do, whatever is made again under the name.
     */
    public void remove(String entry) throws IOException {
        try (Stream<Path> paths = Files.walk(mount.resolve(entry))) {
            for (Path path : paths.sorted((a, b) -> b.compareTo(a)).toList()) {
                if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                    Files.write(path, new byte[0]);
                }
                Files.delete(path);
            }
        }
    }
}
