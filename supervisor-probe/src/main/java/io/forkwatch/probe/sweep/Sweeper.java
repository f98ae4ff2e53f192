package io.forkwatch.probe.sweep;

import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.Trouble;
import io.forkwatch.probe.process.advice.Advisory;
import io.forkwatch.probe.process.advice.SweepNews;
import io.forkwatch.probe.process.advice.SweepVerdict;
import io.forkwatch.probe.process.advice.SweepView;
import io.forkwatch.probe.process.view.LiveView;
import io.forkwatch.probe.procfs.HeldFiles;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.thread.Confined;
import io.forkwatch.probe.thread.Duty;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Looks for left-over workspaces, says which there are, and removes them where that is wanted. One iteration is one run. */
@Confined(Confined.To.SWEEP)
public final class Sweeper implements Duty {
    /** What is told or removed in a run at the most. */
    static final int MOST_STEPS = 10;

    /** So many take about a second. */
    static final long MOST_ENTRIES = 200_000;

    private static final long A_SECOND_NANOS = 1_000_000_000;
    private static final long OWNERS_NANOS = 5 * A_SECOND_NANOS;
    private static final long BUDGET_NANOS = 60 * A_SECOND_NANOS;
    private static final long PAUSE_NANOS = 3_600 * A_SECOND_NANOS;
    private static final int MOST_DIRECTORIES = 10_000;

    private final SweepOptions options;
    private final ProcFs procFs;
    private final HeldFiles files;
    private final Supplier<LiveView> children;
    private final Clocks clocks;
    private final Consumer<Advisory> news;
    private final Trouble trouble;
    private final long mostEntries;
    private final Removal.Guard hook;

    /** What was said already, bounded as the directories are. */
    private final Set<List<Object>> told = new HashSet<>();

    private Optional<Owners> owners = Optional.empty();
    private long ownersNanos;
    private long untilNanos;
    private long cutoffMillis;
    private int steps;
    private int place;
    private int resumeAt = -1;
    private long leftOver;
    private long leftOverBytes;
    private volatile boolean stopping;
    private volatile SweepView view = SweepView.NONE;

    /**
     * One that has looked at nothing.
     *
     * @param children the living ones
     * @param clocks the wall clock is that of the files
     * @param news gets what is to be said
     * @param trouble for what keeps a run from going on
     */
    public Sweeper(
            SweepOptions options,
            ProcFs procFs,
            Supplier<LiveView> children,
            Clocks clocks,
            Consumer<Advisory> news,
            Trouble trouble) {
        this(options, procFs, children, clocks, news, trouble, MOST_ENTRIES, (opened, name) -> {});
    }

    Sweeper(
            SweepOptions options,
            ProcFs procFs,
            Supplier<LiveView> children,
            Clocks clocks,
            Consumer<Advisory> news,
            Trouble trouble,
            long mostEntries,
            Removal.Guard hook) {
        this.options = options;
        this.procFs = procFs;
        this.files = new HeldFiles(procFs);
        this.children = children;
        this.clocks = clocks;
        this.news = news;
        this.trouble = trouble;
        this.mostEntries = mostEntries;
        this.hook = hook;
    }

    /** What it has come upon; for any thread. */
    @Confined(Confined.To.ANY)
    public SweepView view() {
        return view;
    }

    /** Ends a run soon, and begins none; for any thread. */
    @Confined(Confined.To.ANY)
    public void stop() {
        stopping = true;
    }

    @Override
    public void onStart() {}

    @Override
    public void onClose() {}

    @Override
    public long doWork() {
        untilNanos = clocks.nanos() + BUDGET_NANOS;
        cutoffMillis = clocks.now().minus(options.age()).toEpochMilli() + 1;
        steps = 0;
        place = 0;
        leftOver = 0;
        leftOverBytes = 0;
        int from = resumeAt;
        resumeAt = -1;
        for (SweepRoot root : options.roots()) {
            sweep(root, from);
        }
        view = new SweepView(leftOver, leftOverBytes, view.removed(), view.removedBytes(), view.failures());
        return PAUSE_NANOS;
    }

    private boolean isOver() {
        return stopping || clocks.nanos() - untilNanos >= 0;
    }

    /** Of the directories of all roots those up to a place were looked at in the last run, which had no time for more. */
    private void sweep(SweepRoot root, int from) {
        try {
            Path real = root.directory().toRealPath();
            try (Held held = Held.root(real)) {
                if (!root.mayBe(real)) {
                    tell(SweepVerdict.PROTECTED, new Found(), root.directory(), "", false);
                    return;
                }
                for (Path name : list(root, held)) {
                    resumeAt = resumeAt < 0 && isOver() ? place : resumeAt;
                    boolean removed = place >= from && resumeAt < 0 && look(held, real.resolve(name));
                    place += removed ? 0 : 1;
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            boolean missing = e instanceof NoSuchFileException;
            tell(missing ? SweepVerdict.MISSING : SweepVerdict.UNREADABLE, new Found(), root.directory(), "", false);
        }
    }

    /** The names of directories that have not been changed of late. */
    private List<Path> list(SweepRoot root, Held held) {
        List<Path> names = new ArrayList<>();
        for (Path entry : held.stream) {
            Path name = entry.getFileName();
            if (names.size() < MOST_DIRECTORIES && root.takes(name.toString()) && isOld(held, name)) {
                names.add(name);
            }
        }
        names.sort(null);
        return names;
    }

    private boolean isOld(Held root, Path name) {
        try {
            BasicFileAttributes its = root.entry(name);
            return its.isDirectory() && Held.millis(its) < cutoffMillis;
        } catch (IOException gone) {
            return false;
        }
    }

    /** True if it is not there any more. */
    private boolean look(Held root, Path path) {
        try {
            Found found = find(root, path, false);
            SweepVerdict verdict = found.judge(cutoffMillis);
            boolean removing = verdict == SweepVerdict.LEFT_OVER && options.delete() && steps < MOST_STEPS;
            boolean removed = removing && remove(root, path);
            if (verdict == SweepVerdict.LEFT_OVER && !removed) {
                leftOver++;
                leftOverBytes += found.bytes;
            }
            if (!removing && (verdict != SweepVerdict.LEFT_OVER || !options.delete())) {
                tell(verdict, found, path, "", false);
            }
            return removed;
        } catch (IOException e) {
            if (!isOver()) {
                trouble.report("sweep", e);
            }
            return false;
        }
    }

    /**
     * What is known of a directory.
     *
     * @param anew true to ask who uses what at this moment, false if 5 s ago will do
     */
    private Found find(Held root, Path path, boolean anew) throws IOException {
        String device = HeldFiles.device(root.key);
        long now = clocks.nanos();
        if (anew || owners.isEmpty() || !owners.get().device.equals(device) || now - ownersNanos >= OWNERS_NANOS) {
            ownersNanos = now;
            owners = Optional.of(new Owners(procFs, files, device, children.get(), this::isOver));
        }
        Owners users = owners.get();
        Found found = new Found();
        if (SweepRoot.isProtected(path) || isAboveRoot(path)) {
            found.mark = SweepVerdict.PROTECTED;
        } else if (isMounted(path)) {
            found.mark = SweepVerdict.MOUNT;
        } else if (users.hasStart(path)) {
            found.mark = SweepVerdict.IN_USE;
        } else if (users.isHidden((Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS))) {
            found.mark = SweepVerdict.HIDDEN_PROCESS;
        } else {
            return new TreeLook(device, users.held, cutoffMillis, mostEntries, this::isOver)
                    .at(root, path.getFileName(), 0);
        }
        return found;
    }

    private boolean isAboveRoot(Path path) {
        for (SweepRoot root : options.roots()) {
            if (root.directory().startsWith(path)) {
                return true;
            }
        }
        return false;
    }

    private boolean isMounted(Path path) throws IOException {
        for (Path point : files.mountPoints()) {
            if (point.startsWith(path)) {
                return true;
            }
        }
        return false;
    }

    /** Who uses it is asked once more, and all of it looked through, just before. True if it is removed. */
    private boolean remove(Held root, Path path) throws IOException {
        Path name = path.getFileName();
        Object key = root.entry(name).fileKey();
        Found found = find(root, path, true);
        SweepVerdict verdict = found.judge(cutoffMillis);
        String where = "";
        if (verdict == SweepVerdict.LEFT_OVER) {
            steps++;
            try {
                new Removal(owners.orElseThrow().held, cutoffMillis, (opened, at) -> guard(path, opened, at))
                        .removeDirectory(root, name, key);
                verdict = SweepVerdict.REMOVED;
            } catch (NoSuchFileException changed) {
                verdict = SweepVerdict.CHANGED;
                where = String.valueOf(changed.getFile());
            } catch (FileSystemException refused) {
                verdict = SweepVerdict.REFUSED;
                where = String.valueOf(refused.getFile());
            } catch (IOException | DirectoryIteratorException refused) {
                verdict = SweepVerdict.REFUSED;
            }
            count(verdict == SweepVerdict.REMOVED, found.bytes);
            verdict = stopping && verdict == SweepVerdict.CHANGED ? SweepVerdict.OUT_OF_TIME : verdict;
        }
        tell(verdict, found, path, where, true);
        return verdict == SweepVerdict.REMOVED;
    }

    private void guard(Path path, boolean opened, Path name) throws IOException {
        hook.at(opened, name);
        if (stopping || (opened && isMounted(path))) {
            throw new NoSuchFileException(name.toString());
        }
    }

    /** Says it, once for each directory and verdict: what somebody does with a directory is no news. */
    private void tell(SweepVerdict verdict, Found found, Path path, String where, boolean removing) {
        boolean silent = verdict == SweepVerdict.IN_USE
                || verdict == SweepVerdict.FRESH
                || (!removing && (steps >= MOST_STEPS || (stopping && verdict == SweepVerdict.OUT_OF_TIME)));
        // Whose processes are hidden, all of his directories are unknown.
        Object which = verdict == SweepVerdict.HIDDEN_PROCESS ? "" : path;
        if (silent || !told.add(List.of(verdict, which, found.newestMillis))) {
            return;
        }
        if (told.size() > MOST_DIRECTORIES) {
            told.clear();
        }
        steps += removing ? 0 : 1;
        long ageMillis = found.entries == 0 ? 0 : Math.max(0, clocks.now().toEpochMilli() - found.newestMillis);
        news.accept(new SweepNews(
                verdict, removing, path.toString(), where, found.bytes, found.entries, ageMillis * 1_000_000));
    }

    private void count(boolean removed, long bytes) {
        view = new SweepView(
                view.leftOver(),
                view.leftOverBytes(),
                view.removed() + (removed ? 1 : 0),
                view.removedBytes() + (removed ? bytes : 0),
                view.failures() + (removed ? 0 : 1));
    }
}
