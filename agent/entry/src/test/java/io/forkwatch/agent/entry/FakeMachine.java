package io.forkwatch.agent.entry;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** A /proc and two places for markers in a directory of a test. */
record FakeMachine(Path proc, Path first, Path second) {
    /** No user of any machine has this id. */
    private static final int STRANGER_UID = 987_654;

    static FakeMachine in(Path directory) throws IOException {
        return new FakeMachine(
                Files.createDirectory(directory.resolve("proc")),
                Files.createDirectory(directory.resolve("first")),
                Files.createDirectory(directory.resolve("second")));
    }

    Marker marker() {
        return new Marker(first, second);
    }

    boolean isWatched() {
        return new Ancestry(proc, marker()).above().isPresent();
    }

    /** A comm that a parser from the left would stumble over. */
    FakeMachine process(String directory, long pid, long ppid, long starttimeTicks) throws IOException {
        Files.writeString(
                Files.createDirectory(proc.resolve(directory)).resolve("stat"),
                pid + " (java) S 1 ) S " + ppid + " 1 1 0 -1 0 0 0 0 0 7 3 0 0 20 0 1 0 " + starttimeTicks
                        + " 4096 25\n");
        return this;
    }

    FakeMachine process(long pid, long ppid, long starttimeTicks) throws IOException {
        return process(Long.toString(pid), pid, ppid, starttimeTicks);
    }

    FakeMachine self(long ppid) throws IOException {
        return process("self", 100, ppid, 1000);
    }

    /** Gives a file to somebody else, or skips the test: only root can. */
    static void giveAway(Path path) throws IOException {
        boolean isRoot = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        if (!isRoot) {
            System.out.println("skipped: only root can make a directory of somebody else");
        }
        assumeTrue(isRoot, "only root can make a directory of somebody else");
        Files.setAttribute(path, "unix:uid", STRANGER_UID, LinkOption.NOFOLLOW_LINKS);
    }
}
