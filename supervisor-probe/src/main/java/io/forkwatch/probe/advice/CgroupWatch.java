package io.forkwatch.probe.advice;

import io.forkwatch.probe.process.Trouble;
import io.forkwatch.probe.process.advice.Advisory;
import io.forkwatch.probe.process.advice.CgroupNews;
import io.forkwatch.probe.process.advice.MemoryNews.Share;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.process.view.ProcessSample;
import io.forkwatch.probe.process.view.Snapshot;
import io.forkwatch.probe.process.view.TreeMember;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.cgroup.CgroupEvents;
import io.forkwatch.probe.procfs.cgroup.MemoryCgroup;
import io.forkwatch.probe.procfs.pid.PidStat;
import io.forkwatch.probe.thread.Confined;
import io.forkwatch.probe.thread.OwnThreads;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Kills for want of memory as the kernel pushes them, in cgroups of version 2: mostly before the victim's end is known, while it
 * can still be seen who had how much. A thread of its own waits for them, and for nothing else. What is polled stays beside it.
 */
@Confined(Confined.To.REPORTER)
public final class CgroupWatch implements AutoCloseable {
    /** This JVM may be moved, and its cgroup removed. */
    private static final long LOOK_NANOS = 10_000_000_000L;

    /** A cgroup that lives at its limit has an event each 10 ms. */
    private static final long SPACE_NANOS = 20_000_000;

    private static final int MOST_MEMBERS = 512;

    private final ProcFs procFs;
    private final Supplier<Snapshot> snapshots;
    private final Consumer<Advisory> news;
    private final Trouble trouble;
    private Optional<Watching> watching = Optional.empty();
    private boolean refused;
    private boolean looked;
    private long lookedNanos;

    /**
     * One that watches nothing yet.
     *
     * @param snapshots the children and their processes; asked on a thread of its own
     * @param news gets what is to be said, on that thread mostly
     * @param trouble where it is told once that the system has no room for it; for any thread
     */
    public CgroupWatch(ProcFs procFs, Supplier<Snapshot> snapshots, Consumer<Advisory> news, Trouble trouble) {
        this.procFs = procFs;
        this.snapshots = snapshots;
        this.news = news;
        this.trouble = trouble;
    }

    /**
     * Begins where there is something to watch, and tells what was removed.
     *
     * @param own the cgroup of this JVM as it was found last
     */
    public void check(Optional<MemoryCgroup> own, long nanos) {
        if (refused || (looked && nanos - lookedNanos < LOOK_NANOS)) {
            return;
        }
        looked = true;
        lookedNanos = nanos;
        String path = own.map(MemoryCgroup::path).orElse("");
        if (watching.isPresent()
                && (watching.get().tellRemoved() || !watching.get().isAt(path))) {
            close();
        }
        if (watching.isEmpty() && own.isPresent()) {
            begin(own.get());
        }
    }

    // Each takes one of the inotify instances that a user may have: where there is none left, polling has to do.
    private void begin(MemoryCgroup own) {
        List<CgroupEvents> held = own.holdEvents();
        if (held.isEmpty()) {
            return;
        }
        try {
            Watching made = new Watching(held);
            watching = Optional.of(made);
            OwnThreads.uninterruptible("cgroup", made).start();
        } catch (IOException | OutOfMemoryError full) {
            refused = true;
            close();
            closeAll(held);
            trouble.report("cgroup_push", full);
        }
    }

    private static void closeAll(List<CgroupEvents> held) {
        for (CgroupEvents each : held) {
            try {
                each.close();
            } catch (IOException notClosed) {
                // It is of no use any more.
            }
        }
    }

    /** Ends the thread, and gives back what is held. */
    @Override
    public void close() {
        if (watching.isPresent()) {
            watching.get().close();
            watching = Optional.empty();
        }
    }

    /** Some cgroups, the one of this JVM first, and the thread that waits for their events. */
    private final class Watching implements Runnable {
        private final List<CgroupEvents> groups;
        /** As they were at first, and last. */
        private final long[] first;

        private final long[] last;
        /** Of each but those that were told of the one before, which is below it. */
        private final long[] told;

        private final WatchService service = FileSystems.getDefault().newWatchService();

        Watching(List<CgroupEvents> groups) throws IOException {
            this.groups = groups;
            this.first = new long[groups.size()];
            this.last = new long[groups.size()];
            this.told = new long[groups.size()];
            try {
                for (int i = 0; i < first.length; i++) {
                    groups.get(i)
                            .directory()
                            .register(
                                    service,
                                    StandardWatchEventKinds.ENTRY_MODIFY,
                                    StandardWatchEventKinds.ENTRY_DELETE);
                    first[i] = groups.get(i).kills();
                    last[i] = first[i];
                }
            } catch (IOException refusal) {
                service.close();
                throw refusal;
            }
        }

        @Override
        public void run() {
            try {
                while (true) {
                    WatchKey key = service.take();
                    boolean ours = false;
                    for (WatchEvent<?> event : key.pollEvents()) {
                        ours |= event.kind() != StandardWatchEventKinds.ENTRY_MODIFY
                                || CgroupEvents.has(String.valueOf(event.context()));
                    }
                    if (ours) {
                        look();
                    }
                    key.reset();
                    LockSupport.parkNanos(SPACE_NANOS);
                }
            } catch (ClosedWatchServiceException | InterruptedException ended) {
                return;
            } catch (Throwable fault) {
                trouble.report("cgroup_push", fault); // What is polled goes on.
            }
        }

        // A kill counts in the cgroups above the victim's as well, a moment later, and the nearest one tells it. So the
        // uppermost is read first: one that comes meanwhile counts below, and not yet above.
        private synchronized void look() {
            for (int i = last.length - 1; i >= 0; i--) {
                last[i] = killsOf(i);
            }
            long below = 0;
            for (int i = 0; i < last.length; i++) {
                long here = last[i] - first[i] - below;
                if (here > told[i]) {
                    news.accept(new CgroupNews(groups.get(i).path(), here - told[i], processes()));
                    told[i] = here;
                }
                below = last[i] - first[i];
            }
        }

        private long killsOf(int i) {
            try {
                return groups.get(i).kills();
            } catch (IOException removed) {
                return last[i]; // That is told at the next look of the reporter.
            }
        }

        /** True if one of them has been removed; that is told. */
        synchronized boolean tellRemoved() {
            for (CgroupEvents each : groups) {
                try {
                    each.kills();
                } catch (IOException removed) {
                    news.accept(new CgroupNews(each.path(), 0, List.of()));
                    return true;
                }
            }
            return false;
        }

        boolean isAt(String path) {
            return groups.get(0).path().equals(path);
        }

        void close() {
            try {
                service.close(); // That ends the thread.
            } catch (IOException notClosed) {
                trouble.report("cgroup_push", notClosed);
            }
            release();
        }

        private synchronized void release() {
            closeAll(groups);
        }
    }

    /** Who is there at this moment. For the thread that waits. */
    @Confined(Confined.To.ANY)
    private List<Share> processes() {
        List<Share> all = new ArrayList<>();
        try {
            add("", procFs.self().pid(), 0, all);
        } catch (IOException hidden) {
            // Then it is not one of those that are known.
        }
        int asked = 0;
        for (LivingChild living : snapshots.get().children()) {
            for (TreeMember member : living.tree()) {
                if (++asked <= MOST_MEMBERS) {
                    long pid = member.key().pid();
                    add(
                            living.child().name().toString(),
                            pid,
                            pid == living.child().key().pid() ? last(living) : 0,
                            all);
                }
            }
        }
        all.sort(Comparator.comparingLong(Share::rssBytes).reversed());
        return all.subList(0, Math.min(CgroupNews.MOST_PROCESSES, all.size()));
    }

    private static long last(LivingChild living) {
        return living.sample().map(ProcessSample::rssBytes).orElse(0L);
    }

    // Who was killed has given back its memory by now, or is about to: what was sampled of it last is what it had.
    private void add(String who, long pid, long sampledBytes, List<Share> all) {
        long rss = sampledBytes;
        try {
            PidStat stat = procFs.stat(pid);
            rss = stat.hasMemory() ? procFs.auxv().pagesToBytes(stat.rssPages()) : sampledBytes;
        } catch (IOException gone) {
            rss = sampledBytes;
        }
        if (rss > 0) {
            all.add(new Share(who, pid, rss));
        }
    }
}
