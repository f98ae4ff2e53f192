package io.forkwatch.probe.doctor;

import io.forkwatch.probe.procfs.ProcFs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A machine made of files. Bare at first: one process, pid 7, which is us, and nothing that anybody may know. */
final class FakeMachine {
    static final long SELF = 7;

    private final Path root;
    private String mounts = "21 1 0:5 / /proc rw,nosuid - proc proc rw\n";

    FakeMachine(Path root) {
        this.root = root;
        process(SELF, "java", 1000, 0x4);
        file("proc/self/stat", stat(SELF, "java"));
        file("proc/self/mountinfo", mounts);
        file("proc/vmstat", "nr_free_pages 1\n");
        directory("dev");
        directory("tmp");
    }

    FakeMachine process(long pid, String comm, int uid, long sigCgt) {
        file("proc/" + pid + "/stat", stat(pid, comm));
        file(
                "proc/" + pid + "/status",
                "Name:\t" + comm + "\nUid:\t" + uid + "\t" + uid + "\t0\t0\nNSpid:\t" + pid + "\nSigCgt:\t"
                        + String.format("%016x", sigCgt) + "\n");
        file("proc/" + pid + "/cgroup", "0::/\n");
        file("proc/" + pid + "/cmdline", comm + "\0");
        file("proc/" + pid + "/limits", "Max open files            65536                65536                files\n");
        directory("proc/" + pid + "/fd");
        return this;
    }

    // Fields 3 to 52 of proc_pid_stat(5): all that matters here is that they are there.
    private static String stat(long pid, String comm) {
        return pid + " (" + comm + ") S 1" + " 0".repeat(48) + "\n";
    }

    FakeMachine hidepid(String value) {
        mounts = mounts.replace("proc rw\n", "proc rw,hidepid=" + value + "\n");
        return file("proc/self/mountinfo", mounts);
    }

    FakeMachine mount(String line) {
        mounts += line.replace("ROOT", root.toString()) + "\n";
        return file("proc/self/mountinfo", mounts);
    }

    FakeMachine cgroup(long pid, String text) {
        return file("proc/" + pid + "/cgroup", text);
    }

    FakeMachine pidNamespace(String process, long inode) {
        try {
            directory("proc/" + process + "/ns");
            Files.createSymbolicLink(root.resolve("proc/" + process + "/ns/pid"), Path.of("pid:[" + inode + "]"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    FakeMachine file(String name, String text) {
        try {
            Path file = root.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    FakeMachine directory(String name) {
        try {
            Files.createDirectories(root.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    Doctor doctor() {
        return new Doctor(
                new ProcFs(root.resolve("proc")),
                root.resolve("dev/kmsg"),
                root.resolve("tmp"),
                "ci",
                Runtime.Version.parse("17.0.15"));
    }

    /** The one line about a thing. */
    static String line(String page, String what) {
        List<String> lines = page.lines()
                .filter(line -> line.substring(0, Math.min(line.length(), 60)).contains("  " + what + "  "))
                .toList();
        if (lines.size() != 1) {
            throw new AssertionError(lines.size() + " lines of " + what + " in\n" + page);
        }
        return lines.get(0);
    }
}
