package io.forkwatch.probe.procfs;

import io.forkwatch.probe.procfs.text.Numbers;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a kernel shows to this process, proc(5) and the kernel's admin-guide: for a person who wants to know what works
 * here. What cannot be read is absent or false.
 */
public final class KernelVisibility {
    private static final List<String> NEEDED = List.of("stat", "status", "cgroup", "limits", "cmdline");
    private static final int MOST_BYTES = 64 * 1024;

    private final Path proc;

    KernelVisibility(Path proc) {
        this.proc = proc;
    }

    /**
     * {@code /proc/sys/kernel/dmesg_restrict}, admin-guide/sysctl/kernel.rst: 1 keeps the kernel's log from everybody
     * without CAP_SYSLOG.
     */
    public OptionalLong dmesgRestrict() {
        return number("sys/kernel/dmesg_restrict");
    }

    /** {@code /proc/sys/kernel/yama/ptrace_scope}, admin-guide/LSM/Yama.rst, 0 to 3; absent where Yama is not built in. */
    public OptionalLong ptraceScope() {
        return number("sys/kernel/yama/ptrace_scope");
    }

    /**
     * The option {@code hidepid} of the mount, proc(5), as {@code /proc/self/mountinfo} has it: a number, or a word since
     * Linux 5.8; empty if unset.
     */
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

    /**
     * True if {@code /proc/pressure/memory}, accounting/psi.rst, can be read: it exists but fails where pressure is built in
     * and switched off.
     */
    public boolean showsPressure() {
        return text("pressure/memory").isPresent();
    }

    /** True if {@code /proc/self/task/<tid>/children}, proc_tid_children(5), can be read: built into most kernels. */
    public boolean listsChildren() {
        String[] threads = proc.resolve("self/task").toFile().list();
        return threads != null
                && threads.length > 0
                && text("self/task/" + threads[0] + "/children").isPresent();
    }

    /** The files of a process that Forkwatch needs and that cannot be read, by name. */
    public List<String> unreadableFiles(long pid) {
        List<String> missing = new ArrayList<>();
        for (String file : NEEDED) {
            if (!isReadable(pid, file)) {
                missing.add(file);
            }
        }
        return missing;
    }

    /**
     * True if this process may trace that one, ptrace(2) on PTRACE_MODE_READ_FSCREDS: then its exit status will be shown in
     * {@code /proc/<pid>/stat}. Asked by {@code /proc/<pid>/io}, proc_pid_io(5), which has the same condition.
     */
    public boolean showsExitStatus(long pid) {
        return isReadable(pid, "io");
    }

    private boolean isReadable(long pid, String file) {
        return text(pid + "/" + file).isPresent();
    }

    private OptionalLong number(String file) {
        long number = Numbers.whole(text(file).orElse("").trim());
        return number < 0 ? OptionalLong.empty() : OptionalLong.of(number);
    }

    private Optional<String> text(String file) {
        try (FileInputStream in = new FileInputStream(proc.resolve(file).toFile())) {
            return Optional.of(new String(in.readNBytes(MOST_BYTES), StandardCharsets.ISO_8859_1));
        } catch (IOException refused) {
            return Optional.empty();
        }
    }
}
