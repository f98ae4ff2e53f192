package io.forkwatch.probe.procfs.task;

import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.text.ByteSpan;
import io.forkwatch.probe.procfs.text.HostChecks;
import io.forkwatch.probe.procfs.text.Numbers;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the files of a process say about its wait, proc_pid_task(5). No file is opened but the kernel's own and, to ask how full it is,
 * a pipe without a name: a file of others might be on what does not answer. What cannot be read is absent: processes end at any
 * time. Thread-safe.
 */
public final class TaskFiles {
    /** How the link of a pipe without a name begins, proc_pid_fd(5). */
    public static final String PIPE = "pipe:[";

    private static final int MOST_BYTES = 1 << 20;
    private static final int MOST_FDS = 16_384;
    private static final int WORD = 8;
    private static final String TRACER = "\nTracerPid:\t";

    private final ProcFs procFs;
    private final Optional<SystemCalls> calls;

    /**
     * Of the processes of a proc file system.
     *
     * @param calls empty if those of this architecture are not known
     */
    public TaskFiles(ProcFs procFs, Optional<SystemCalls> calls) {
        this.procFs = procFs;
        this.calls = calls;
    }

    /** The threads of a process in the order of their numbers; none if it is gone. */
    public List<Long> tids(long pid) {
        return numbers(directory(pid).resolve("task"), MOST_FDS);
    }

    /** The numbers of the descriptors of a process; none where they may not be listed. */
    public List<Long> fds(long pid, long tid) {
        return numbers(directory(pid, tid).resolve("fd"), MOST_FDS);
    }

    private static List<Long> numbers(Path directory, int most) {
        String[] names = names(directory);
        long[] numbers = new long[Math.min(most, names.length)];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Numbers.whole(names[i]);
        }
        Arrays.sort(numbers);
        List<Long> list = new ArrayList<>(numbers.length);
        for (long number : numbers) {
            if (number >= 0) {
                list.add(number);
            }
        }
        return list;
    }

    private static String[] names(Path directory) {
        try {
            HostChecks.avoid();
            String[] names = directory.toFile().list();
            return names == null ? new String[0] : names;
        } catch (IOException hidden) {
            return new String[0];
        }
    }

    /** The {@code stat} of a thread; that of the main thread is also that of the process. Empty if it is gone. */
    public Optional<TaskStat> stat(long pid, long tid) {
        try {
            return Optional.of(TaskStat.parse(span(directory(pid, tid).resolve("stat"))));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** In which call a thread is; empty where that may not be read, or the calls of this architecture are not known. */
    public Optional<TaskCall> call(long pid, long tid) {
        try {
            return calls.isEmpty()
                    ? Optional.empty()
                    : Optional.of(TaskCall.parse(span(directory(pid, tid).resolve("syscall")), calls.get()));
        } catch (IOException hidden) {
            return Optional.empty();
        }
    }

    /** False if the calls of this architecture are not known. */
    public boolean knowsCalls() {
        return calls.isPresent();
    }

    /**
     * True if a process runs a 64-bit program, by its auxiliary vector, getauxval(3): the first word of it is a small number. False
     * also where that may not be read.
     */
    public boolean is64Bit(long pid) {
        try {
            ByteSpan auxv = span(directory(pid).resolve("auxv"));
            boolean small = auxv.length() >= 2 * WORD;
            for (int i = WORD / 2; small && i < WORD; i++) {
                small = auxv.array()[i] == 0; // Least byte first, on both architectures.
            }
            return small;
        } catch (IOException hidden) {
            return false;
        }
    }

    /**
     * How often a thread has got a processor, the third number of its {@code schedstat}: while it is the same, the thread has not run.
     *
     * @return -1 where the kernel does not count, or it is gone
     */
    public long slices(long pid, long tid) {
        String[] words = text(directory(pid, tid).resolve("schedstat")).trim().split(" ", -1);
        return words.length < 3 ? -1 : Numbers.whole(words[2]);
    }

    /** The function of the kernel in which a thread waits; empty where it does not say. Names differ between kernels. */
    public String wchan(long pid, long tid) {
        String name = text(directory(pid, tid).resolve("wchan")).trim();
        return name.equals("0") ? "" : name;
    }

    /** Who traces a process; 0 if nobody does. */
    public long tracer(long pid) {
        String status = text(directory(pid).resolve("status"));
        int at = status.indexOf(TRACER);
        return at < 0 ? 0 : Math.max(0, Numbers.leading(status, at + TRACER.length()));
    }

    /** Where a descriptor leads, for example {@code pipe:[4711]} or the path of a file; empty where it is closed or hidden. */
    public String link(long pid, long tid, long fd) {
        return link(directory(pid, tid).resolve("fd").resolve(Long.toString(fd)));
    }

    private static String link(Path link) {
        try {
            HostChecks.avoid();
            return Files.readSymbolicLink(link).toString();
        } catch (IOException closed) {
            return "";
        }
    }

    /** What is told about a descriptor; {@link FdInfo#NONE} where it is closed or hidden. */
    public FdInfo fdInfo(long pid, long tid, long fd) {
        return FdInfo.parse(text(directory(pid, tid).resolve("fdinfo").resolve(Long.toString(fd))));
    }

    /**
     * How many bytes lie in a pipe that nobody has read yet. It is opened for a moment, by the link of the descriptor, and nothing is
     * taken out of it. Never done with a FIFO: who waits for a reader of that would go on.
     *
     * @return absent if it is no pipe, or not this one any more
     */
    public OptionalLong unread(long pid, long tid, long fd, String pipe) {
        Path link = directory(pid, tid).resolve("fd").resolve(Long.toString(fd));
        if (!pipe.startsWith(PIPE) || !link(link).equals(pipe)) {
            return OptionalLong.empty();
        }
        try (InputStream in = new FileInputStream(link.toFile())) {
            long bytes = in.available();
            return link(link).equals(pipe) ? OptionalLong.of(bytes) : OptionalLong.empty();
        } catch (IOException gone) {
            return OptionalLong.empty();
        }
    }

    /** The locks of files, of those whom this process may see. */
    public List<FileLock> locks() {
        return FileLock.parseAll(text(procFs.meminfo().resolveSibling("locks")));
    }

    /** The unix sockets in the network namespace of a process. */
    public List<Sockets.Socket> unixSockets(long pid) {
        return Sockets.unix(text(directory(pid).resolve("net").resolve("unix")));
    }

    /** The TCP sockets there. Costs some milliseconds. */
    public List<Sockets.Socket> tcpSockets(long pid) {
        List<Sockets.Socket> all =
                new ArrayList<>(Sockets.tcp(text(directory(pid).resolve("net/tcp"))));
        all.addAll(Sockets.tcp(text(directory(pid).resolve("net/tcp6"))));
        return all;
    }

    private Path directory(long pid, long tid) {
        Path process = directory(pid);
        return tid == pid ? process : process.resolve("task").resolve(Long.toString(tid));
    }

    private Path directory(long pid) {
        return procFs.root(pid).resolveSibling("");
    }

    private static ByteSpan span(Path file) throws IOException {
        HostChecks.avoid();
        ByteSpan text = new ByteSpan(512);
        try (FileInputStream in = new FileInputStream(file.toFile())) {
            text.readFrom(in);
        }
        return text;
    }

    private static String text(Path file) {
        try {
            HostChecks.avoid();
            try (FileInputStream in = new FileInputStream(file.toFile())) {
                return new String(in.readNBytes(MOST_BYTES), StandardCharsets.ISO_8859_1);
            }
        } catch (IOException hidden) {
            return "";
        }
    }
}
