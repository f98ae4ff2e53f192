package io.forkwatch.e2e.program;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Children beside which lies what a JVM would have its performance data in, but it is something else. */
final class HostilePerfData {
    private static final int MAGIC = 0xCAFEC0C0;
    private static final int GARBAGE_BYTES = 32_768;
    private static final List<String> WAYS = List.of("fifo", "directory", "huge", "endless", "garbage", "empty");

    private HostilePerfData() {}

    /** Starts them, lets them be sampled, and ends them. Nothing is removed: the directory has to be this JVM's own. */
    static void children() throws IOException, InterruptedException {
        Path home = Path.of("/tmp", "hsperfdata_" + System.getProperty("user.name"));
        List<Process> children = new ArrayList<>();
        for (String way : WAYS) {
            Process child = new ProcessBuilder("sh", "-c", "read word; exit 5").start();
            children.add(child);
            make(home.resolve(Long.toString(child.pid())), way);
        }
        Thread.sleep(900);
        for (Process child : children) {
            child.getOutputStream().close();
            System.out.println("ended: " + child.waitFor());
        }
        Thread.sleep(300);
    }

    private static void make(Path file, String way) throws IOException, InterruptedException {
        switch (way) {
            case "fifo" -> new ProcessBuilder("mkfifo", file.toString()).start().waitFor();
            case "directory" -> Files.createDirectory(file);
            case "huge" -> extend(file, 1L << 30);
            case "endless" -> Files.createSymbolicLink(file, Path.of("/dev/zero"));
            case "garbage" -> garbage(file);
            case "empty" -> Files.createFile(file);
            default -> throw new IllegalArgumentException(way);
        }
    }

    private static void extend(Path file, long bytes) throws IOException {
        try (RandomAccessFile extended = new RandomAccessFile(file.toFile(), "rw")) {
            extended.setLength(bytes);
        }
    }

    /** Begins as it should; then every length, offset and count is as large as can be. */
    private static void garbage(Path file) throws IOException {
        try (RandomAccessFile written = new RandomAccessFile(file.toFile(), "rw")) {
            written.writeInt(MAGIC);
            written.write(new byte[] {0, 2, 0, 1});
            for (int i = 8; i < GARBAGE_BYTES; i++) {
                written.write(0x7F);
            }
        }
    }
}
