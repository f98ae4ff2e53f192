package io.forkwatch.probe.hang.watch;

import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.task.CallKind;
import io.forkwatch.probe.procfs.task.TaskCall;
import io.forkwatch.probe.procfs.task.TaskFiles;
import io.forkwatch.probe.procfs.text.HostChecks;
import io.forkwatch.probe.thread.Confined;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Threads by {@code /proc/<pid>/task}, proc_pid_task(5). */
@Confined(Confined.To.REPORTER)
final class ProcThreads implements TreeThreads, OwnReads {
    /** No healthy program stays in one of these. */
    private static final Set<CallKind> TELLING = Set.of(
            CallKind.WRITE,
            CallKind.SPLICE,
            CallKind.CONNECT,
            CallKind.OPEN,
            CallKind.FLOCK,
            CallKind.FCNTL,
            CallKind.SYNC,
            CallKind.FILE);

    private static final int MOST_COMM_BYTES = 64;

    /** A descriptor below that is this JVM's own input and output, for whose end it may well wait. */
    private static final int FIRST_OF_CHILDREN = 3;

    private final ProcFs procFs;
    private final TaskFiles files;
    private final long selfPid;

    /**
     * Those of this machine.
     *
     * @param selfPid of this JVM
     */
    ProcThreads(ProcFs procFs, TaskFiles files, long selfPid) {
        this.procFs = procFs;
        this.files = files;
        this.selfPid = selfPid;
    }

    @Override
    public Stamp stamp(List<Long> pids) {
        Stamp stamp = new Stamp();
        for (long pid : pids) {
            for (long tid : files.tids(pid)) {
                if (stamp.isFull()) {
                    return stamp;
                }
                stamp.add(tid, files.slices(pid, tid));
            }
        }
        return stamp;
    }

    @Override
    public long slices(long pid, long tid) {
        return files.slices(pid, tid);
    }

    @Override
    public boolean hasNoOutput(long pid) {
        String[] descriptors = procFs.root(pid).resolveSibling("fd").toFile().list();
        return descriptors != null
                && !List.of(descriptors).contains("1")
                && !List.of(descriptors).contains("2");
    }

    // What may not be seen may be anything; where no call is known, all of them would be.
    @Override
    public boolean isTelling(List<Long> pids, Set<Long> tids) {
        for (long pid : files.knowsCalls() ? pids : List.<Long>of()) {
            for (long tid : files.tids(pid)) {
                Optional<TaskCall> call = tids.contains(tid) ? files.call(pid, tid) : Optional.empty();
                if (tids.contains(tid)
                        && (call.isEmpty() || TELLING.contains(call.get().kind()))) {
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    public List<Read> now() {
        List<Read> reads = new ArrayList<>();
        for (long tid : files.tids(selfPid)) {
            long descriptor = readsFrom(tid);
            String link = descriptor < FIRST_OF_CHILDREN ? "" : own(descriptor);
            if (link.startsWith(TaskFiles.PIPE)) {
                reads.add(new Read(tid, comm(tid), (int) descriptor, link));
            }
        }
        return reads;
    }

    @Override
    public boolean isStill(Read read) {
        return readsFrom(read.tid()) == read.descriptor() && isOpen(read);
    }

    @Override
    public boolean isOpen(Read read) {
        return own(read.descriptor()).equals(read.pipe());
    }

    private String own(long descriptor) {
        return files.link(selfPid, selfPid, descriptor);
    }

    private long readsFrom(long tid) {
        Optional<TaskCall> call = files.call(selfPid, tid);
        return call.isPresent() && call.get().kind() == CallKind.READ
                ? call.get().intArgument(0)
                : -1;
    }

    private String comm(long tid) {
        Path file = procFs.root(selfPid)
                .resolveSibling("task")
                .resolve(Long.toString(tid))
                .resolve("comm");
        try {
            HostChecks.avoid();
            try (FileInputStream in = new FileInputStream(file.toFile())) {
                return new String(in.readNBytes(MOST_COMM_BYTES), StandardCharsets.UTF_8).strip();
            }
        } catch (IOException gone) {
            return "";
        }
    }
}
