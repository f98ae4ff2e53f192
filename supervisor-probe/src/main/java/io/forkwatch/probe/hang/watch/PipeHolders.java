package io.forkwatch.probe.hang.watch;

import io.forkwatch.probe.procfs.PidList;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.task.TaskFiles;
import io.forkwatch.probe.thread.Confined;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Who has pipes open for writing, by the links in {@code /proc/<pid>/fd}, proc_pid_fd(5), and their flags: sought among few first, in the
 * descriptors 1 and 2 of all then, and in all descriptors at last. Bounded in time; only where a thread waits.
 */
@Confined(Confined.To.REPORTER)
final class PipeHolders {
    /** Of the last two passes together. */
    private static final long MOST_NANOS = 500_000_000;

    private static final List<Long> OUTPUT = List.of(1L, 2L);

    private final ProcFs procFs;
    private final TaskFiles files;
    private final LongSupplier clock;
    private final long selfPid;
    private final Set<String> wanted;
    private final Map<String, List<Hit>> found = new HashMap<>();
    private final Set<Long> asked = new HashSet<>();
    private final long begunNanos;

    /**
     * Somebody who has one of the pipes open.
     *
     * @param pid who
     * @param descriptors which of its descriptors are that pipe, in order
     */
    record Hit(long pid, List<Integer> descriptors) {
        Hit {
            descriptors = List.copyOf(descriptors);
        }
    }

    /**
     * A search, of which nothing is done yet.
     *
     * @param clock monotonic
     * @param selfPid this process, which has the other ends
     * @param wanted the pipes, by their links
     */
    PipeHolders(ProcFs procFs, TaskFiles files, LongSupplier clock, long selfPid, Set<String> wanted) {
        this.procFs = procFs;
        this.files = files;
        this.clock = clock;
        this.selfPid = selfPid;
        this.wanted = Set.copyOf(wanted);
        this.begunNanos = clock.getAsLong();
    }

    /** Who has that pipe, as far as it was sought. */
    List<Hit> of(String pipe) {
        return found.getOrDefault(pipe, List.of());
    }

    /** True if somebody is found for each of the pipes. */
    boolean isComplete() {
        return found.keySet().containsAll(wanted);
    }

    /** Asks one for its stdout and stderr. */
    void ask(long pid) {
        if (pid != selfPid && asked.add(pid)) {
            look(pid, OUTPUT);
        }
    }

    /** Asks all of the machine for these, and then, where one of the pipes has nobody yet, for all that they have open. */
    void askAll() {
        try {
            PidList pids = new PidList();
            procFs.list(pids);
            for (int i = 0; i < pids.size() && !isComplete() && hasTime(); i++) {
                ask(pids.pid(i));
            }
            for (int i = 0; i < pids.size() && !isComplete() && hasTime(); i++) {
                long pid = pids.pid(i);
                if (pid != selfPid) {
                    look(pid, files.fds(pid, pid));
                }
            }
        } catch (IOException notListed) {
            return; // Then nobody is named.
        }
    }

    private boolean hasTime() {
        return clock.getAsLong() - begunNanos < MOST_NANOS;
    }

    private void look(long pid, List<Long> descriptors) {
        Map<String, List<Integer>> its = new HashMap<>();
        for (long descriptor : descriptors) {
            String link = files.link(pid, pid, descriptor);
            // Who only reads from it keeps nobody waiting.
            if (wanted.contains(link) && files.fdInfo(pid, pid, descriptor).writes()) {
                its.computeIfAbsent(link, each -> new ArrayList<>()).add((int) descriptor);
            }
        }
        its.forEach((pipe, those) ->
                found.computeIfAbsent(pipe, each -> new ArrayList<>()).add(new Hit(pid, those)));
    }
}
