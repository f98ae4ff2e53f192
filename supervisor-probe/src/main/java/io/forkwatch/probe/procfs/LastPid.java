package io.forkwatch.probe.procfs;

import io.forkwatch.probe.procfs.text.ByteSpan;
import io.forkwatch.probe.procfs.text.KernelFileHandle;
import io.forkwatch.probe.procfs.text.MalformedProcTextException;
import io.forkwatch.probe.procfs.text.Numbers;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The pid that was given away last, to a process or a thread: the last field of {@code /proc/loadavg}, proc_loadavg(5).
 * As long as it stays the same nobody was born, and no listing has anything new. Not thread-safe.
 *
 * <pre>
 * 0.20 0.18 0.12 1/80 11206
 * </pre>
 */
public final class LastPid implements Closeable {
    /** Not to be read here: anybody may have been born. */
    public static final long UNKNOWN = -1;

    private static final String FILE = "loadavg";
    private static final int MOST_BYTES = 128;

    private final KernelFileHandle held;

    private LastPid(KernelFileHandle held) {
        this.held = held;
    }

    /**
     * That of a proc file system. The caller closes it. A file system that is mounted over the file, as container tools do it, may say
     * what it likes: there it is not to be had.
     *
     * @throws IOException if there is none, or it does not read as documented
     */
    public static LastPid open(ProcFs files) throws IOException {
        Path file = files.loadavg();
        if (files.isMountPoint(file)) {
            throw new IOException(file + " is not the kernel's");
        }
        KernelFileHandle held = new KernelFileHandle(file, MOST_BYTES);
        try {
            parse(held.read());
        } catch (IOException unreadable) {
            held.close();
            throw unreadable;
        }
        return new LastPid(held);
    }

    /**
     * The pid, in the pid namespace of this process, or {@link #UNKNOWN}: then it may be so for ever, for an interrupt has
     * closed the file, and it is to be opened anew. One pread(2), nothing allocated.
     */
    public long read() {
        try {
            return parse(held.read());
        } catch (IOException unreadable) {
            return UNKNOWN;
        }
    }

    /**
     * The last of the five fields.
     *
     * @throws MalformedProcTextException if there are not five, or that is no number above 0
     */
    static long parse(ByteSpan text) throws MalformedProcTextException {
        int from = 0;
        for (int field = 1; field < 5; field++) {
            from = text.skipBlanks(text.endOfWord(from));
        }
        int to = text.endOfWord(from);
        // The kernel's line is whole: what is cut off has no newline.
        if (to >= text.length()) {
            throw new MalformedProcTextException(FILE, "cut off");
        }
        long pid = Numbers.decimal(FILE, text.array(), from, to);
        if (pid < 1) {
            throw new MalformedProcTextException(FILE, "last pid below 1");
        }
        return pid;
    }

    @Override
    public void close() throws IOException {
        held.close();
    }
}
