package io.forkwatch.probe.evidence.perf;

import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.pid.PidStatus;
import io.forkwatch.probe.procfs.text.ByteSpan;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Finds the performance data of JVMs: {@code /tmp/hsperfdata_<user>/<pid>}, where {@code /tmp} and the pid are those that
 * the JVM itself sees, in its own mount and pid namespaces (HotSpot, {@code perfMemory_posix.cpp}).
 */
final class PerfFiles {
    private static final String PREFIX = "hsperfdata_";
    private static final String TMP = "tmp";
    private static final String JAVA_COMMAND = "sun.rt.javaCommand";
    private static final int MOST_ENTRIES = 10_000;
    private static final int MOST_STATUS_BYTES = 4096;
    // The kernel's start of a process and the JVM's own are of two clocks, which may be set in between.
    private static final long CLOCK_MILLIS = 5_000;

    private final ProcFs procFs;
    private final Path root;
    private final String user;
    private final Clocks clocks;
    private final int ownDepth;
    private final OptionalLong ownUid;
    private final ByteSpan text = new ByteSpan(MOST_STATUS_BYTES);

    /**
     * Those of a machine.
     *
     * @param root the root directory that this JVM sees
     * @param user the name of the user that this JVM runs as
     */
    PerfFiles(ProcFs procFs, Path root, String user, Clocks clocks) {
        this.procFs = procFs;
        this.root = root;
        this.user = user;
        this.clocks = clocks;
        Optional<PidStatus> self = self(procFs);
        this.ownDepth = self.map(status -> status.nspid().size()).orElse(1);
        this.ownUid = self.map(PidStatus::uid).orElseGet(OptionalLong::empty);
    }

    private static Optional<PidStatus> self(ProcFs procFs) {
        try {
            return Optional.of(procFs.status(procFs.self().pid()));
        } catch (IOException hidden) {
            return Optional.empty();
        }
    }

    /** The user id of this JVM; absent where the kernel does not say. */
    OptionalLong ownUid() {
        return ownUid;
    }

    /** True if performance data can be found here at all. */
    boolean able() {
        try {
            return Files.isDirectory(procFs.root(procFs.self().pid()).resolve(TMP));
        } catch (IOException noProcFs) {
            return false;
        }
    }

    /**
     * What was found of a living process.
     *
     * @param uid user id of its owner; absent if it is gone
     * @param file the file; absent if it is no JVM, is not ready, keeps no data or does not let us read
     */
    record Found(OptionalLong uid, Optional<PerfFile> file) {
        static final Found NOTHING = new Found(OptionalLong.empty(), Optional.empty());
    }

    /** Opens the data of a living process. */
    Found find(ProcessKey key) {
        try {
            PidStatus status = procFs.status(key.pid(), text);
            return new Found(status.uid(), open(key, status));
        } catch (IOException goneOrHidden) {
            return Found.NOTHING;
        }
    }

    private Optional<PerfFile> open(ProcessKey key, PidStatus status) throws IOException {
        if (status.uid().isEmpty()) {
            return Optional.empty();
        }
        List<Long> pids = status.nspid().isEmpty() ? List.of(key.pid()) : status.nspid();
        String name = Long.toString(pids.get(pids.size() - 1));
        long uid = status.uid().getAsLong();
        for (String directory : directories(procFs.root(key.pid()).resolve(TMP), uid)) {
            Path path = procFs.root(key.pid()).resolve(TMP).resolve(directory).resolve(name);
            Path visible = root.resolve(TMP).resolve(directory).resolve(name);
            Optional<PerfFile> file = PerfFile.open(path, uid, visible);
            if (file.isPresent()) {
                return checked(file.get(), () -> isOf(file.get(), key, pids.size() > ownDepth));
            }
        }
        return Optional.empty();
    }

    private interface Check {
        boolean holds() throws IOException;
    }

    // A file that is not kept is closed, whatever the check does.
    private static Optional<PerfFile> checked(PerfFile file, Check check) throws IOException {
        boolean holds = false;
        try {
            holds = check.holds();
        } finally {
            if (!holds) {
                file.close();
            }
        }
        return holds ? Optional.of(file) : Optional.empty();
    }

    /**
     * The data of a process that has ended without removing them, where this JVM's own user ran it and saw the same
     * pid: for one that was gone before it could be found.
     *
     * @param notBefore a time at or before its start
     * @param notAfter a time at or after its end
     */
    Optional<PerfFile> left(long pid, Instant notBefore, Instant notAfter) {
        if (ownUid.isEmpty()) {
            return Optional.empty();
        }
        Path path = root.resolve(TMP).resolve(PREFIX + user).resolve(Long.toString(pid));
        Optional<PerfFile> file = PerfFile.open(path, ownUid.getAsLong(), path);
        try {
            return file.isEmpty()
                    ? file
                    : checked(
                            file.get(),
                            () -> began(file.get().read(), notBefore).isPresent()
                                    && began(file.get().read(), notAfter.plusMillis(2 * CLOCK_MILLIS))
                                            .isEmpty());
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    // In a /tmp of several pid namespaces two JVMs may want the same name: then it must run what the process runs.
    private boolean isOf(PerfFile file, ProcessKey key, boolean nested) throws IOException {
        Optional<PerfData> data = began(file.read(), startOf(key));
        boolean same = procFs.stat(key.pid()).starttimeTicks() == key.starttimeTicks();
        return data.isPresent() && same && (!nested || runs(procFs.cmdline(key.pid()), data.get()));
    }

    /** The data, if their JVM began at that time or later. */
    private static Optional<PerfData> began(Optional<PerfData> data, Instant notBefore) {
        return data.filter(of -> of.number("sun.rt.createVmBeginTime").orElse(Long.MAX_VALUE)
                >= notBefore.toEpochMilli() - CLOCK_MILLIS);
    }

    private Instant startOf(ProcessKey key) throws IOException {
        long ageNanos = procFs.uptime().upNanos() - procFs.auxv().ticksToNanos(key.starttimeTicks());
        return clocks.now().minusNanos(ageNanos);
    }

    private static boolean runs(List<String> cmdline, PerfData data) {
        String mainClass = firstWord(data.text(JAVA_COMMAND).orElse(""));
        return mainClass.isEmpty()
                || cmdline.stream().anyMatch(word -> word.endsWith(mainClass) || word.startsWith("@"));
    }

    /** Up to the first blank. */
    static String firstWord(String text) {
        int blank = text.indexOf(' ');
        return blank < 0 ? text : text.substring(0, blank);
    }

    // The usual one is known by name. A listing is for JVMs of another user, or with another /tmp, which may have other
    // names for its users.
    private List<String> directories(Path tmp, long uid) throws IOException {
        boolean usual = uid == ownUid.orElse(-1) && Files.isSameFile(tmp, root.resolve(TMP));
        if (usual) {
            return List.of(PREFIX + user);
        }
        List<String> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(tmp)) {
            int left = MOST_ENTRIES;
            for (Path entry : entries) {
                String name = String.valueOf(entry.getFileName());
                if (name.startsWith(PREFIX) && isDirectoryOf(entry, uid)) {
                    found.add(name);
                }
                if (--left == 0) {
                    break;
                }
            }
        }
        return found;
    }

    private static boolean isDirectoryOf(Path path, long uid) throws IOException {
        Map<String, Object> is = Files.readAttributes(path, "unix:isDirectory,uid", LinkOption.NOFOLLOW_LINKS);
        return Boolean.TRUE.equals(is.get("isDirectory"))
                && is.get("uid") instanceof Integer owner
                && PerfFile.isOwner(Integer.toUnsignedLong(owner), uid);
    }
}
