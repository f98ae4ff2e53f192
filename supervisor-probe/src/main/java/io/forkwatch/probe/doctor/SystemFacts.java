package io.forkwatch.probe.doctor;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a kernel lets a process see, proc(5) and the kernel's admin-guide: asked once, by a person who wants to know what
 * works here. Reads only, and never the content of the kernel's log. What cannot be read is absent or false.
 */
public final class SystemFacts {
    /** The inode of the first pid namespace, kernel file include/linux/proc_ns.h. */
    private static final String FIRST_PID_NAMESPACE = "pid:[4026531836]";

    private static final String UNLIMITED = "unlimited";
    private static final int MOST_BYTES = 64 * 1024;

    private final Path proc;
    private final Path dev;

    /**
     * The facts of one machine.
     *
     * @param proc where proc is mounted, or a tree that looks like it
     * @param dev the directory of the devices
     */
    public SystemFacts(Path proc, Path dev) {
        this.proc = proc;
        this.dev = dev;
    }

    /** Those of this machine. */
    public static SystemFacts ofMachine() {
        return new SystemFacts(Path.of("/proc"), Path.of("/dev"));
    }

    /** {@code sys/kernel/dmesg_restrict}: 1 keeps the kernel's log from everybody without CAP_SYSLOG. */
    public OptionalLong dmesgRestrict() {
        return number("sys/kernel/dmesg_restrict");
    }

    /** {@code sys/kernel/yama/ptrace_scope}, 0 to 3; absent where Yama is not built in. */
    public OptionalLong ptraceScope() {
        return number("sys/kernel/yama/ptrace_scope");
    }

    /** True if {@code /dev/kmsg} can be opened for reading. */
    public boolean kernelLogOpens() {
        return opens(dev.resolve("kmsg"));
    }

    /** The option {@code hidepid} of the mount, as the kernel writes it: a number, or a word since Linux 5.8; empty if unset. */
    public Optional<String> hidepid() {
        String found = "";
        for (String line : text("self/mountinfo").orElse("").split("\n", -1)) {
            int dash = line.indexOf(" - proc ");
            if (dash >= 0) {
                found = option(line.substring(dash), "hidepid=");
            }
        }
        return found.isEmpty() || found.equals("0") || found.equals("off") ? Optional.empty() : Optional.of(found);
    }

    private static String option(String options, String name) {
        int at = options.indexOf(name);
        int end = at + name.length();
        while (at >= 0 && end < options.length() && options.charAt(end) != ',' && options.charAt(end) != ' ') {
            end++;
        }
        return at < 0 ? "" : options.substring(at + name.length(), end);
    }

    /** True if {@code pressure/memory} can be read: it exists but fails where pressure is built in and switched off. */
    public boolean showsPressure() {
        return text("pressure/memory").isPresent();
    }

    /** True if {@code self/task/<tid>/children} can be read: built into most kernels, not into all. */
    public boolean listsChildren() {
        String[] threads = proc.resolve("self/task").toFile().list();
        return threads != null
                && threads.length > 0
                && text("self/task/" + threads[0] + "/children").isPresent();
    }

    /** True if a process is in the first pid namespace, so that its pids are those of the kernel's log. Absent if hidden. */
    public Optional<Boolean> inFirstPidNamespace(String process) {
        return pidNamespace(process).map(FIRST_PID_NAMESPACE::equals);
    }

    /**
     * The pid namespace of a process, for example {@code pid:[4026531836]}; absent if hidden.
     *
     * @param process a pid, or {@code self}
     */
    public Optional<String> pidNamespace(String process) {
        try {
            Path link = proc.resolve(process).resolve("ns/pid");
            return Optional.of(Files.readSymbolicLink(link).toString());
        } catch (IOException hidden) {
            return Optional.empty();
        }
    }

    /**
     * True if a file of a process can be read, for example {@code io}.
     *
     * @param process a pid, or {@code self}
     */
    public boolean readable(String process, String file) {
        return text(process + "/" + file).isPresent();
    }

    /** The soft limit on open files of a process, from {@code limits}; absent if it cannot be read or there is none. */
    public OptionalLong mostOpenFiles(String process) {
        for (String line : text(process + "/limits").orElse("").split("\n", -1)) {
            List<String> words = List.of(line.trim().split("\\s+", -1));
            if (line.startsWith("Max open files")
                    && words.size() > 3
                    && !words.get(3).equals(UNLIMITED)) {
                return natural(words.get(3));
            }
        }
        return OptionalLong.empty();
    }

    /** Open files of a process; absent if they cannot be listed. */
    public OptionalLong openFiles(String process) {
        String[] names = proc.resolve(process).resolve("fd").toFile().list();
        return names == null ? OptionalLong.empty() : OptionalLong.of(names.length);
    }

    /**
     * True if a JVM's performance data can be read: {@code hsperfdata_<user>/<pid>} in the {@code /tmp} that the process
     * itself sees.
     *
     * @param nspid the pid in its innermost namespace
     */
    public boolean perfDataReadable(long pid, long nspid) {
        File tmp = proc.resolve(Long.toString(pid)).resolve("root/tmp").toFile();
        File[] directories = tmp.listFiles((parent, name) -> name.startsWith("hsperfdata_"));
        if (directories == null) {
            return false;
        }
        for (File directory : directories) {
            if (opens(directory.toPath().resolve(Long.toString(nspid)))) {
                return true;
            }
        }
        return false;
    }

    private OptionalLong number(String file) {
        return text(file).map(text -> natural(text.trim())).orElseGet(OptionalLong::empty);
    }

    private static OptionalLong natural(String text) {
        boolean digits = !text.isEmpty() && text.length() <= 18 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    private static boolean opens(Path file) {
        try (FileInputStream in = new FileInputStream(file.toFile())) {
            return in.getFD().valid();
        } catch (IOException refused) {
            return false;
        }
    }

    private Optional<String> text(String file) {
        try (FileInputStream in = new FileInputStream(proc.resolve(file).toFile())) {
            return Optional.of(new String(in.readNBytes(MOST_BYTES), StandardCharsets.ISO_8859_1));
        } catch (IOException refused) {
            return Optional.empty();
        }
    }
}
