package io.forkwatch.probe.doctor;

import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.pid.NoSuchProcessException;
import io.forkwatch.probe.procfs.text.Numbers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** {@code java -jar forkwatch.jar doctor [PID]}: a page of plain lines, each yes or no. */
public final class Doctor {
    /** More digits than any pid has: 2^22 is the kernel's own bound. */
    private static final int MOST_DIGITS = 9;

    /** Names of processes and groups are other people's text. */
    private static final Pattern FORGING = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

    private final ProcFs procFs;
    private final MachineChecks machine;
    private final Runtime.Version java;

    /**
     * A doctor for one machine.
     *
     * @param kernelLog the device of the kernel's log, {@code /dev/kmsg}
     * @param temporary where JVMs keep their files, {@code /tmp}
     * @param userName of this process
     * @param java the version of this JVM
     */
    Doctor(ProcFs procFs, Path kernelLog, Path temporary, String userName, Runtime.Version java) {
        this.procFs = procFs;
        this.machine = new MachineChecks(procFs, kernelLog, temporary, userName);
        this.java = java;
    }

    /** The one of this machine. */
    public static Doctor ofMachine() {
        return new Doctor(
                ProcFs.system(),
                Path.of("/dev/kmsg"),
                Path.of("/tmp"),
                System.getProperty("user.name", ""),
                Runtime.version());
    }

    /** A pid from the command line; empty if the text is none. */
    public static OptionalLong pid(String text) {
        long pid = text.length() > MOST_DIGITS ? 0 : Numbers.whole(text);
        return pid > 0 ? OptionalLong.of(pid) : OptionalLong.empty();
    }

    /** What evidence can be had on this machine. */
    public String machine() {
        return page("what can be known here about children and their ends", machine.all(java));
    }

    /**
     * What can be known about a process.
     *
     * @throws NoSuchProcessException if there is none with that pid, or it is hidden
     * @throws IOException if it cannot be read for another reason
     */
    public String process(long pid) throws IOException {
        return page("what can be known here about pid " + pid, new ProcessChecks(procFs).of(pid));
    }

    private static String page(String title, List<Check> checks) {
        int width = 0;
        for (Check check : checks) {
            width = Math.max(width, check.what().length());
        }
        StringBuilder page = new StringBuilder(title).append('\n');
        for (Check check : checks) {
            page.append(check.available() ? "  yes  " : "  no   ").append(check.what());
            page.append(" ".repeat(width - check.what().length() + 2));
            page.append(plain(check.detail())).append('\n');
        }
        return page.toString();
    }

    /** The text of others, fit for one line. */
    static String plain(String text) {
        return FORGING.matcher(text).replaceAll("?");
    }
}
