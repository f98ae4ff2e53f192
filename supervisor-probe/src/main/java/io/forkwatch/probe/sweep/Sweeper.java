package io.forkwatch.probe.sweep;

import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.Trouble;
import io.forkwatch.probe.process.advice.Advisory;
import io.forkwatch.probe.process.advice.SweepNews;
import io.forkwatch.probe.process.advice.SweepVerdict;
import io.forkwatch.probe.process.advice.SweepView;
import io.forkwatch.probe.procfs.HeldFiles;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.thread.Confined;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Looks for left-over workspaces, says which there are, and removes them where that is wanted. One call is one run. */
@Confined(Confined.To.SWEEP)
public final class Sweeper {
    /** What is told or removed in a run at the most. */
    static final int MOST_STEPS = 10;

    private static final long OWNERS_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final long BUDGET_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final int MOST_DIRECTORIES = 10_000;

    /** What somebody does with a directory is no news. */
    private static final Set<SweepVerdict> SILENT = Set.of(SweepVerdict.IN_USE, SweepVerdict.FRESH);

    private final SweepOptions options;
    private final ProcFs procFs;
    private final HeldFiles files;
    private final Surroundings around;
    private final TreeLook.Bounds bounds;
    private final Removal.Guard hook;

    /** By path; and what was said already, bounded as the directories are. */
    private final Map<Path, Long> leftOverBytes = new TreeMap<>();

    private final Set<Object> told = new HashSet<>();
    private long untilNanos;
    private int steps;
    private Optional<Owners> lastOwners = Optional.empty();
    private long ownersNanos;
    private Path resumeAt = Path.of("");
    private volatile SweepView view = SweepView.NONE;

    /**
     * What a sweeper is told, and whom it tells.
     *
     * @param starts directories in which living children were started
     * @param clocks the wall clock is that of the files
     * @param stopping true as soon as this JVM ends
     * @param news gets what is to be said
     * @param trouble for what keeps a run from going on
     */
    public record Surroundings(
            Supplier<List<Path>> starts,
            Clocks clocks,
            BooleanSupplier stopping,
            Consumer<Advisory> news,
            Trouble trouble) {}

    /** One that has looked at nothing. */
    public Sweeper(SweepOptions options, ProcFs procFs, Surroundings around) {
        this(options, procFs, around, TreeLook.Bounds.USUAL, new NoGuard());
    }

    Sweeper(SweepOptions options, ProcFs procFs, Surroundings around, TreeLook.Bounds bounds, Removal.Guard hook) {
        this.options = options;
        this.procFs = procFs;
        this.files = new HeldFiles(procFs);
        this.around = around;
        this.bounds = bounds;
        this.hook = hook;
    }

    private record NoGuard() implements Removal.Guard {
        @Override
        public void before(Path name) {}

        @Override
        public void opened(Path name) {}
    }

    /** What it has come upon; for any thread. */
    @Confined(Confined.To.ANY)
    public SweepView view() {
        return view;
    }

    /** A run. Never throws but for want of memory. */
    public void run() {
        untilNanos = around.clocks().nanos() + BUDGET_NANOS;
        steps = 0;
        List<Place> places = new ArrayList<>();
        for (SweepRoot root : options.roots()) {
            places.addAll(list(root));
        }
        leftOverBytes.keySet().retainAll(places.stream().map(Place::path).toList());
        Collections.rotate(places, -Math.max(0, indexOf(resumeAt, places)));
        for (Place place : places) {
            if (isOver() || steps >= MOST_STEPS) {
                resumeAt = place.path();
                break;
            }
            look(place);
        }
        publish(0, 0, 0);
    }

    private static int indexOf(Path path, List<Place> places) {
        return places.stream().map(Place::path).toList().indexOf(path);
    }

    private boolean isOver() {
        return around.stopping().getAsBoolean() || around.clocks().nanos() - untilNanos >= 0;
    }

    private long cutoffMillis() {
        return around.clocks().now().minus(options.age()).toEpochMilli() + 1;
    }

    /**
     * A directory that may be left over.
     *
     * @param root the real directory that it is in
     * @param rootKey device and inode of that
     * @param name of its own
     */
    private record Place(Path root, Object rootKey, Path name) {
        Path path() {
            return root.resolve(name);
        }
    }

    /** The directories of a root that have not been changed of late, by their names. */
    private List<Place> list(SweepRoot root) {
        List<Place> places = new ArrayList<>();
        try {
            Path real = root.directory().toRealPath();
            try (Held held = Held.root(real)) {
                if (!root.mayBe(real)
                        || isOneOf(held.key(), SweepRoot.SYSTEM)
                        || (root.pattern().isEmpty() && isOneOf(held.key(), SweepRoot.SHARED))) {
                    tell(Found.marked(root.directory().toString(), held.key(), SweepVerdict.PROTECTED), "", false);
                    return places;
                }
                for (Path entry : held.stream()) {
                    Path name = entry.getFileName();
                    if (places.size() < MOST_DIRECTORIES && root.takes(name.toString()) && isOld(held, name)) {
                        places.add(new Place(real, held.key(), name));
                    }
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            SweepVerdict why = Files.exists(root.directory()) ? SweepVerdict.UNREADABLE : SweepVerdict.MISSING;
            tell(Found.marked(root.directory().toString(), root, why), "", false);
        }
        places.sort((one, other) -> one.name().compareTo(other.name()));
        return places;
    }

    private boolean isOld(Held root, Path name) {
        try {
            BasicFileAttributes its = root.entry(name);
            return its.isDirectory() && Held.millis(its) < cutoffMillis();
        } catch (IOException gone) {
            return false;
        }
    }

    // However it is reached: by a link, or because it is mounted somewhere else as well.
    private static boolean isOneOf(Object key, List<String> directories) {
        Set<Object> keys = new HashSet<>();
        directories.forEach(each -> HeldFiles.add(Path.of("/", each), any -> true, keys));
        return keys.contains(key);
    }

    private void look(Place place) {
        try (Held root = Held.root(place.root())) {
            if (!root.key().equals(place.rootKey())) {
                return;
            }
            long cutoffMillis = cutoffMillis();
            Found found = find(root, place, ownersOfLate(root), cutoffMillis);
            SweepVerdict verdict = found.judge(cutoffMillis);
            leftOverBytes.remove(place.path());
            if (verdict != SweepVerdict.LEFT_OVER) {
                tell(found, "", false);
                return;
            }
            leftOverBytes.put(place.path(), found.bytes());
            if (options.delete()) {
                remove(root, place, cutoffMillis);
            } else {
                tell(found, "", false);
            }
        } catch (IOException | DirectoryIteratorException e) {
            if (!isOver()) {
                around.trouble().report("sweep", e);
            }
        }
    }

    private Owners ownersOfLate(Held root) throws IOException {
        long now = around.clocks().nanos();
        boolean late = lastOwners.isPresent() && lastOwners.get().isOf(root) && now - ownersNanos < OWNERS_NANOS;
        return late ? lastOwners.get() : owners(root);
    }

    private Owners owners(Held root) throws IOException {
        ownersNanos = around.clocks().nanos();
        Owners owners = new Owners(
                procFs, files, Held.device(root.key()), around.starts().get(), this::isOver);
        lastOwners = Optional.of(owners);
        return owners;
    }

    private Found find(Held root, Place place, Owners owners, long cutoffMillis) throws IOException {
        Path path = place.path();
        Object key = path;
        if (SweepRoot.isProtected(path) || isOfRoot(path)) {
            return Found.marked(path.toString(), key, SweepVerdict.PROTECTED);
        }
        if (isMounted(path)) {
            return Found.marked(path.toString(), key, SweepVerdict.MOUNT);
        }
        if (owners.hasStart(path)) {
            return Found.marked(path.toString(), key, SweepVerdict.IN_USE);
        }
        if (owners.isHidden((Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS))) {
            // Told once for all of them.
            return Found.marked(path.toString(), place.root(), SweepVerdict.HIDDEN_PROCESS);
        }
        return new TreeLook(bounds, owners.held(), cutoffMillis, this::isOver).at(root, place.name(), path.toString());
    }

    private boolean isOfRoot(Path path) {
        return options.roots().stream().anyMatch(root -> root.directory().startsWith(path));
    }

    private boolean isMounted(Path path) throws IOException {
        return files.mountPoints().stream().anyMatch(point -> point.startsWith(path));
    }

    /** Who uses it is asked once more, just before: all of it is looked through by then. */
    private void remove(Held root, Place place, long cutoffMillis) throws IOException {
        Owners owners = owners(root);
        Found found = find(root, place, owners, cutoffMillis);
        if (found.judge(cutoffMillis) != SweepVerdict.LEFT_OVER) {
            tell(found, "", true);
            return;
        }
        steps++;
        try {
            new Removal(owners.held(), cutoffMillis, new Watched(place)).remove(root, place.name(), found.key());
            leftOverBytes.remove(place.path());
            publish(1, found.bytes(), 0);
            tell(as(SweepVerdict.REMOVED, found), "", true);
        } catch (IOException | DirectoryIteratorException e) {
            publish(0, 0, 1);
            boolean changed = e instanceof Held.ChangedException;
            String where =
                    e instanceof FileSystemException refused && refused.getFile() != null ? refused.getFile() : "";
            tell(as(changed ? SweepVerdict.CHANGED : SweepVerdict.REFUSED, found), where, true);
        }
    }

    private static Found as(SweepVerdict verdict, Found found) {
        return new Found(
                found.path(), found.key(), found.newestMillis(), found.entries(), found.bytes(), Set.of(verdict));
    }

    /** Ends a removal that is no longer what it was meant to be. */
    private final class Watched implements Removal.Guard {
        private final Place place;

        Watched(Place place) {
            this.place = place;
        }

        @Override
        public void before(Path name) throws IOException {
            hook.before(name);
            if (around.stopping().getAsBoolean()) {
                throw new FileSystemException(name.toString());
            }
        }

        @Override
        public void opened(Path name) throws IOException {
            hook.opened(name);
            if (isMounted(place.path())) {
                throw new Held.ChangedException(name);
            }
        }
    }

    /** Says it, once for each directory and verdict. */
    private void tell(Found found, String where, boolean removing) {
        SweepVerdict verdict = found.judge(Long.MAX_VALUE);
        boolean late = verdict == SweepVerdict.OUT_OF_TIME && around.stopping().getAsBoolean();
        if (SILENT.contains(verdict) || late || !told.add(List.of(found.key(), verdict))) {
            return;
        }
        if (told.size() > MOST_DIRECTORIES) {
            told.clear();
        }
        steps += removing ? 0 : 1;
        long ageMillis = found.newestMillis() == Long.MIN_VALUE
                ? 0
                : Math.max(0, around.clocks().now().toEpochMilli() - found.newestMillis());
        around.news()
                .accept(new SweepNews(
                        verdict,
                        removing,
                        found.path(),
                        where,
                        found.bytes(),
                        found.entries(),
                        TimeUnit.MILLISECONDS.toNanos(ageMillis)));
    }

    private void publish(long removed, long bytes, long failures) {
        view = new SweepView(
                leftOverBytes.size(),
                leftOverBytes.values().stream().mapToLong(Long::longValue).sum(),
                view.removed() + removed,
                view.removedBytes() + bytes,
                view.failures() + failures);
    }
}
