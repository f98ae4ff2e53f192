package io.forkwatch.probe.sweep;

import io.forkwatch.probe.process.Child;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.Name;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.Slot;
import io.forkwatch.probe.process.advice.Advisory;
import io.forkwatch.probe.process.advice.SweepNews;
import io.forkwatch.probe.process.view.FixedView;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.process.view.Peak;
import io.forkwatch.probe.process.view.SlowSample;
import io.forkwatch.probe.process.view.Snapshot;
import io.forkwatch.probe.procfs.ProcFs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A root full of workspaces, two days after all of them were made, and a sweeper. */
final class SweepLab {
    final Path root;
    final List<SweepNews> news = new ArrayList<>();
    final List<Throwable> troubles = new ArrayList<>();
    final List<Path> starts = new ArrayList<>();
    Instant now = Instant.now().plus(Duration.ofDays(2));
    long nanos;
    ProcFs procFs = ProcFs.system();
    String pattern = "";
    long mostEntries = Sweeper.MOST_ENTRIES;
    Consumer<Path> hook = name -> {};

    SweepLab(Path root) throws IOException {
        this.root = Files.createDirectories(root).toRealPath();
    }

    /** A workspace with two files, of 5 bytes in all. */
    Path workspace(String name) throws IOException {
        Path made = Files.createDirectories(root.resolve(name).resolve("src"));
        Files.writeString(made.resolve("a"), "abc");
        Files.writeString(made.resolveSibling("b"), "de");
        return root.resolve(name);
    }

    void touch(Path path) throws IOException {
        Files.setLastModifiedTime(path, FileTime.from(now.minusSeconds(60)));
    }

    Sweeper sweeper(boolean delete) {
        return sweeper(new SweepRoot(root, pattern), delete);
    }

    Sweeper sweeper(SweepRoot swept, boolean delete) {
        return new Sweeper(
                new SweepOptions(List.of(swept), delete, Duration.ofHours(24), Duration.ofSeconds(90)),
                procFs,
                () -> new FixedView(new Snapshot(0, children(), List.of(), List.of(), 0)),
                new Clocks(() -> nanos, () -> now),
                this::say,
                (what, fault) -> troubles.add(fault),
                mostEntries,
                (opened, name) ->
                        hook.accept(Path.of(opened ? "opened" : "before").resolve(name)));
    }

    private List<LivingChild> children() {
        return starts.stream().map(SweepLab::child).toList();
    }

    private static LivingChild child(Path directory) {
        Child child = new Child(
                new ProcessKey(77, 5),
                new Name(new Kind("job"), new Slot(0)),
                CommandLine.UNKNOWN,
                directory.toString(),
                Instant.EPOCH,
                0);
        return new LivingChild(child, Optional.empty(), Optional.empty(), Peak.NONE, SlowSample.NONE, List.of());
    }

    private void say(Advisory each) {
        if (each instanceof SweepNews swept) {
            news.add(swept);
        }
    }

    /** What was said, as the verdict and the name of the directory. */
    List<String> said() {
        return news.stream()
                .map(each -> each.verdict().label() + " " + Path.of(each.path()).getFileName())
                .toList();
    }

    /** Does something when a step is reached, once. */
    void at(String step, Deed deed) {
        hook = new Consumer<>() {
            private boolean done;

            @Override
            public void accept(Path name) {
                if (!done && name.equals(Path.of(step))) {
                    done = true;
                    try {
                        deed.run();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            }
        };
    }

    static boolean isThere(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    interface Deed {
        void run() throws IOException;
    }
}
