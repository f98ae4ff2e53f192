package io.forkwatch.probe.procfs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A tree of files that looks like /proc. An empty file stands for a process that is gone while its descriptor is held. */
record FakeProc(Path mount) {
    ProcFs files() {
        return new ProcFs(mount);
    }

    FakeProc write(String file, String text) throws IOException {
        Path path = mount.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text, StandardCharsets.ISO_8859_1);
        return this;
    }

    /** The shortest {@code stat} that is whole enough. */
    FakeProc stat(long pid, long starttimeTicks) throws IOException {
        return write(
                pid + "/stat",
                pid + " (fake) S 1 1 1 0 -1 0 0 0 0 0 7 3 0 0 20 0 1 0 " + starttimeTicks + " 4096 25 \n");
    }

    void remove(String entry) throws IOException {
        try (Stream<Path> paths = Files.walk(mount.resolve(entry))) {
            for (Path path : paths.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(path);
            }
        }
    }
}
