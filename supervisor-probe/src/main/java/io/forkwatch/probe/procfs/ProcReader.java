package io.forkwatch.probe.procfs;

import io.forkwatch.agent.entry.Suitability;
import io.forkwatch.probe.procfs.pid.NoSuchProcessException;
import io.forkwatch.probe.procfs.text.ByteSpan;
import io.forkwatch.probe.procfs.text.HostChecks;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;

/**
 * Reads files of one proc file system. Thread-safe.
 *
 * @param prefix where it is mounted, with a slash behind
 * @param processes where the directories of processes are, likewise; there is nothing where they are not to be believed
 */
record ProcReader(String prefix, String processes) {
    /** More than any file that is read has, except a long {@code cmdline}. */
    static final int FIRST_READ_BYTES = 4096;

    /** The C library's words for ESRCH. In other locales they are others, so they are never the only evidence. */
    private static final String ESRCH = "No such process";

    static boolean saysGone(IOException e) {
        String message = e.getMessage();
        return message != null && message.contains(ESRCH);
    }

    /** A file that is the machine's, or that of this process. */
    ByteSpan ofMount(String file) throws IOException {
        ByteSpan text = new ByteSpan(FIRST_READ_BYTES);
        ofMount(file, text);
        return text;
    }

    void ofMount(String file, ByteSpan text) throws IOException {
        read(prefix.concat(file), text);
    }

    /** A file of a process that may be empty. */
    ByteSpan read(long pid, String file) throws IOException {
        ByteSpan text = new ByteSpan(FIRST_READ_BYTES);
        try {
            read(name(pid, file), text);
        } catch (IOException e) {
            throw explained(pid, e);
        }
        return text;
    }

    /** A file that is never empty while its process, or its zombie, exists. */
    ByteSpan readSome(long pid, String file) throws IOException {
        ByteSpan text = new ByteSpan(FIRST_READ_BYTES);
        readSome(pid, name(pid, file), text);
        return text;
    }

    void readSome(long pid, String name, ByteSpan text) throws IOException {
        try {
            read(name, text);
        } catch (IOException e) {
            throw explained(pid, e);
        }
        if (text.length() == 0) {
            throw new NoSuchProcessException(pid);
        }
    }

    private static void read(String name, ByteSpan text) throws IOException {
        HostChecks.avoid();
        try (FileInputStream in = new FileInputStream(name)) {
            text.readFrom(in);
        }
    }

    IOException explained(long pid, IOException e) {
        return saysGone(e) || !exists(pid) ? new NoSuchProcessException(pid) : e;
    }

    private boolean exists(long pid) {
        return Suitability.isManaged() || new File(name(pid, "/")).exists();
    }

    /** Not {@code +}: javac turns that into invokedynamic, too heavy for a reaper thread's first call. */
    String name(long pid, String file) {
        return processes.concat(Long.toString(pid)).concat(file);
    }
}
