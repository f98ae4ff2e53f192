package io.forkwatch.probe.hang.watch;

import io.forkwatch.probe.process.CommandLine;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.hang.HeldOutput;
import io.forkwatch.probe.process.hang.HeldOutput.Holder;
import io.forkwatch.probe.process.hang.HeldOutput.Stream;
import io.forkwatch.probe.process.hang.Sureness;
import io.forkwatch.probe.process.orphan.Attribution;
import io.forkwatch.probe.process.orphan.Origin;
import io.forkwatch.probe.process.orphan.Orphan;
import io.forkwatch.probe.procfs.Auxv;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.pid.PidStat;
import io.forkwatch.probe.thread.Confined;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whose output a pipe was, by who has it open now: the child below which that one was known, or else the only one that lived
 * when it started.
 */
@Confined(Confined.To.REPORTER)
final class Holding {
    /** The kernel tells a start in hundredths of a second, and the clocks are read one after the other. */
    private static final long SLACK_NANOS = 30_000_000;

    private final ProcFs procFs;
    private final List<EndedChild> ended;
    private final List<Orphan> orphans;
    private final Set<Long> living;
    private final long nanos;

    /** One that has it, and whose it is known to be. */
    private record Known(Holder holder, List<Integer> descriptors, Optional<EndedChild> child, Sureness sureness) {}

    /**
     * At one moment.
     *
     * @param ended the oldest first
     * @param living pids of the trees of living children
     * @param nanos monotonic time now
     */
    Holding(ProcFs procFs, List<EndedChild> ended, List<Orphan> orphans, Set<Long> living, long nanos) {
        this.procFs = procFs;
        this.ended = ended;
        this.orphans = orphans;
        this.living = living;
        this.nanos = nanos;
    }

    /** What is held there; empty if it is a living child's, or nobody knows whose. */
    Optional<HeldOutput> of(OwnReads.Read read, List<PipeHolders.Hit> hits) {
        List<Known> all = new ArrayList<>();
        Optional<Known> telling = Optional.empty();
        for (PipeHolders.Hit hit : hits) {
            if (living.contains(hit.pid())) {
                return Optional.empty();
            }
            Optional<Known> known = known(hit);
            known.ifPresent(all::add);
            telling = telling.isPresent() && !isSurer(known, telling) ? telling : known;
        }
        if (telling.isEmpty() || telling.get().child().isEmpty()) {
            return Optional.empty();
        }
        all.remove(telling.get());
        all.add(0, telling.get());
        EndedChild child = telling.get().child().get();
        return Optional.of(new HeldOutput(
                child.child(),
                child.nanos(),
                stream(telling.get().descriptors()),
                all.stream().limit(HeldOutput.MOST_HOLDERS).map(Known::holder).toList(),
                telling.get().sureness(),
                read.thread()));
    }

    private static boolean isSurer(Optional<Known> one, Optional<Known> other) {
        return one.isPresent()
                && one.get().child().isPresent()
                && (other.get().child().isEmpty()
                        || one.get().sureness().compareTo(other.get().sureness()) < 0);
    }

    private static Stream stream(List<Integer> descriptors) {
        boolean out = descriptors.contains(1);
        boolean err = descriptors.contains(2);
        return out && err ? Stream.BOTH : out ? Stream.STDOUT : err ? Stream.STDERR : Stream.OUTPUT;
    }

    private Optional<Known> known(PipeHolders.Hit hit) {
        try {
            PidStat stat = procFs.stat(hit.pid());
            ProcessKey key = new ProcessKey(hit.pid(), stat.starttimeTicks());
            Optional<EndedChild> above = above(key);
            Optional<Attribution> by = by(key);
            Optional<EndedChild> child = above.isPresent() ? above : by.flatMap(each -> orphaned(key));
            Sureness sureness = above.isPresent()
                    ? Sureness.CERTAIN
                    : by.map(Holding::sureness).orElse(Sureness.POSSIBLE);
            boolean below = child.isPresent() && sureness != Sureness.POSSIBLE;
            if (!below) {
                List<EndedChild> then = livedAt(stat.starttimeTicks());
                child = then.isEmpty() ? Optional.empty() : Optional.of(then.get(then.size() - 1));
                sureness = then.size() == 1 ? Sureness.LIKELY : Sureness.POSSIBLE;
            }
            Holder holder = new Holder(key, stat.comm(), command(hit.pid()), below);
            return Optional.of(new Known(holder, hit.descriptors(), child, sureness));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    private CommandLine command(long pid) {
        try {
            return new CommandLine(procFs.cmdline(pid)).brief();
        } catch (IOException hidden) {
            return CommandLine.UNKNOWN;
        }
    }

    private Optional<EndedChild> above(ProcessKey key) {
        for (int i = ended.size() - 1; i >= 0; i--) {
            if (ended.get(i).below().contains(key)) {
                return Optional.of(ended.get(i));
            }
        }
        return Optional.empty();
    }

    private Optional<Attribution> by(ProcessKey key) {
        for (Orphan orphan : orphans) {
            if (orphan.key().equals(key) && orphan.origin() instanceof Origin.OutlivedChild outlived) {
                return Optional.of(outlived.by());
            }
        }
        return Optional.empty();
    }

    private Optional<EndedChild> orphaned(ProcessKey key) {
        for (Orphan orphan : orphans) {
            if (orphan.key().equals(key) && orphan.origin() instanceof Origin.OutlivedChild outlived) {
                return ended.stream()
                        .filter(each -> each.child().key().pid() == outlived.pid()
                                && each.child().name().equals(outlived.child()))
                        .reduce((earlier, later) -> later);
            }
        }
        return Optional.empty();
    }

    private static Sureness sureness(Attribution by) {
        return switch (by) {
            case PARENT, PROCESS_GROUP, SESSION -> Sureness.CERTAIN;
            case OUTPUT_PIPE -> Sureness.LIKELY;
            case START_TIME -> Sureness.POSSIBLE;
        };
    }

    private List<EndedChild> livedAt(long starttimeTicks) throws IOException {
        Auxv units = procFs.auxv();
        long startedNanos = nanos - (procFs.uptime().upNanos() - units.ticksToNanos(starttimeTicks));
        return ended.stream()
                .filter(each -> each.livedAt(startedNanos, SLACK_NANOS))
                .toList();
    }
}
