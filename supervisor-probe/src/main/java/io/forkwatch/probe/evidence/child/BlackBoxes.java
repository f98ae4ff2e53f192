package io.forkwatch.probe.evidence.child;

import io.forkwatch.agent.child.BlackBoxFile;
import io.forkwatch.agent.entry.RegularFile;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.Trouble;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.death.Descendant;
import io.forkwatch.probe.process.view.OwnWord;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.pid.NoSuchProcessException;
import io.forkwatch.probe.procfs.pid.PidStat;
import io.forkwatch.probe.thread.Confined;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The files that JVMs below this one write of themselves, in its marker. A file that is no such file, or says what cannot be,
 * costs a line of trouble.
 */
@Confined(Confined.To.ANY)
public final class BlackBoxes {
    private static final String WHAT = "black box";

    /** A JVM writes once a second: who is in its way twice is not for long. */
    private static final int READS = 3;

    private static final int MOST_FILES = 10_000;

    private final Path marker;
    private final ProcFs procFs;
    private final Clocks clocks;
    private final Trouble trouble;

    /** Files of processes that were gone at the last sweep. */
    private Set<String> goneBefore = Set.of();

    /**
     * Those in a marker.
     *
     * @param marker of mode 0700, and its user's own
     * @param trouble is told of a file that cannot be believed
     */
    public BlackBoxes(Path marker, ProcFs procFs, Clocks clocks, Trouble trouble) {
        this.marker = marker;
        this.procFs = procFs;
        this.clocks = clocks;
        this.trouble = trouble;
    }

    /** A file by its name. */
    private record Named(String name, ProcessKey key, long root) {
        static Optional<Named> of(String name) {
            if (!name.startsWith(BlackBoxFile.PREFIX)) {
                return Optional.empty();
            }
            String[] words = name.substring(BlackBoxFile.PREFIX.length()).split("-", -1);
            try {
                ProcessKey key = new ProcessKey(Long.parseLong(words[0]), Long.parseLong(words[1]));
                long root = Long.parseLong(words[2]);
                // Signs, leading zeros and other digits are not ours.
                return BlackBoxFile.name(key.pid(), key.starttimeTicks(), root).equals(name)
                        ? Optional.of(new Named(name, key, root))
                        : Optional.empty();
            } catch (IllegalArgumentException | IndexOutOfBoundsException notOurs) {
                return Optional.empty();
            }
        }
    }

    private List<Named> files() {
        List<Named> files = new ArrayList<>();
        String[] names = marker.toFile().list();
        for (int i = 0; names != null && i < names.length && i < MOST_FILES; i++) {
            Named.of(names[i]).ifPresent(files::add);
        }
        return files;
    }

    /**
     * The last word of a child: its own if it is such a JVM, else that of the one below it that wrote last and is gone as well.
     * All files of such JVMs are removed.
     */
    public Optional<OwnWord> last(Death death) {
        ProcessKey child = death.child().key();
        Optional<OwnWord> last = Optional.empty();
        for (Named file : files()) {
            boolean own = file.key.pid() == child.pid();
            if ((own || isBelow(file, death)) && !isAlive(file.key)) {
                Optional<OwnWord> read = read(file);
                remove(file);
                if (read.isPresent() && (last.isEmpty() || isRather(read.get(), last.get(), child.pid()))) {
                    last = read;
                }
            }
        }
        return last;
    }

    private static boolean isBelow(Named file, Death death) {
        if (file.root == death.child().key().pid()) {
            return true;
        }
        for (Descendant descendant : death.descendants()) {
            if (descendant.key().equals(file.key)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isRather(OwnWord one, OwnWord other, long child) {
        if ((one.key().pid() == child) != (other.key().pid() == child)) {
            return one.key().pid() == child;
        }
        return one.beatNanos() - other.beatNanos() > 0;
    }

    /** What the living say: of several that are, or are below, one direct child itself, or the one that wrote last. */
    public List<OwnWord> living() {
        Map<Long, OwnWord> words = new HashMap<>();
        for (Named file : files()) {
            if (isAlive(file.key)) {
                Optional<OwnWord> read = read(file);
                if (read.isPresent()) {
                    words.merge(file.root, read.get(), (one, other) -> isRather(one, other, file.root) ? one : other);
                }
            }
        }
        return List.copyOf(words.values());
    }

    /** Removes the files of processes that were gone at the last sweep already: whoever has to tell of their ends has told. */
    public synchronized void sweep() {
        Set<String> gone = new HashSet<>();
        for (Named file : files()) {
            if (!isAlive(file.key)) {
                if (goneBefore.contains(file.name)) {
                    remove(file);
                } else {
                    gone.add(file.name);
                }
            }
        }
        goneBefore = gone;
    }

    private boolean isAlive(ProcessKey key) {
        try {
            PidStat stat = procFs.stat(key.pid());
            return stat.starttimeTicks() == key.starttimeTicks() && !stat.isZombie();
        } catch (NoSuchProcessException gone) {
            return false;
        } catch (IOException hidden) {
            return true;
        }
    }

    private Optional<OwnWord> read(Named file) {
        Path path = marker.resolve(file.name);
        IOException last = new IOException();
        for (int n = 0; n < READS; n++) {
            try {
                byte[] bytes = RegularFile.at(path, LinkOption.NOFOLLOW_LINKS).whole(BlackBoxFile.BYTES);
                return BlackBoxParser.parse(bytes, file.key.pid(), file.key.starttimeTicks(), file.root, clocks);
            } catch (IOException notWhole) {
                last = notWhole;
            }
        }
        trouble.report(WHAT, last);
        return Optional.empty();
    }

    private void remove(Named file) {
        try {
            Files.deleteIfExists(marker.resolve(file.name));
        } catch (IOException notOurs) {
            trouble.report(WHAT, notOurs);
        }
    }
}
