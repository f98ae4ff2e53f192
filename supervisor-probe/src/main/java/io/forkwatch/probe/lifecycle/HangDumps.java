package io.forkwatch.probe.lifecycle;

import io.forkwatch.probe.dump.ThreadDumps;
import io.forkwatch.probe.process.Child;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.advice.Advisory;
import io.forkwatch.probe.process.advice.BlockedNews;
import io.forkwatch.probe.process.death.ThreadDump;
import io.forkwatch.probe.process.hang.Blockage;
import io.forkwatch.probe.process.hang.BlockedLink;
import io.forkwatch.probe.process.hang.BlockedOn;
import io.forkwatch.probe.process.hang.Doing;
import io.forkwatch.probe.process.hang.HangView;
import io.forkwatch.probe.process.hang.Sureness;
import io.forkwatch.probe.process.hang.Target;
import io.forkwatch.probe.process.view.ChildTree;
import io.forkwatch.probe.process.view.LiveView;
import io.forkwatch.probe.report.Report;
import io.forkwatch.probe.reporter.ReporterQueue;
import io.forkwatch.probe.thread.PeriodicDuty;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Asks a JVM that makes no progress, and of which nothing is found from outside, for its threads: once, since that is work for it.
 * Most wait for work; one that has found a deadlock in itself is held up for good. What is no JVM is not asked.
 */
final class HangDumps implements PeriodicDuty {
    private static final long PAUSE_NANOS = 2_000_000_000L;

    private final Asking dumps;
    private final Supplier<HangView> hangs;
    private final Supplier<LiveView> children;
    private final Consumer<Advisory> news;
    private final Set<ProcessKey> asked = new HashSet<>();
    private volatile Map<ProcessKey, HangView.Blocked> deadlocked = Map.of();

    /** Who can be asked. */
    interface Asking {
        /** Begins; false if that has to wait. */
        boolean ask(ProcessKey child);

        /** What it said; empty if nothing yet. */
        Optional<ThreadDump> answer(ProcessKey child);
    }

    private record Dumps(ThreadDumps dumps) implements Asking {
        @Override
        public boolean ask(ProcessKey child) {
            return dumps.dump(child, child);
        }

        @Override
        public Optional<ThreadDump> answer(ProcessKey child) {
            return dumps.last(child);
        }
    }

    /** Of nobody yet. */
    HangDumps(Asking dumps, Supplier<HangView> hangs, Supplier<LiveView> children, Consumer<Advisory> news) {
        this.dumps = dumps;
        this.hangs = hangs;
        this.children = children;
        this.news = news;
    }

    /** Of this JVM's children, shown with what is advised of them. */
    static HangDumps of(ThreadDumps dumps, Advices advices, ReporterQueue reports, Report report) {
        HangDumps made = new HangDumps(new Dumps(dumps), () -> advices.view().hangs(), reports::view, report::advice);
        advices.deadlocks(made::deadlocked);
        return made;
    }

    /** Who is held up by itself; for any thread. */
    Map<ProcessKey, HangView.Blocked> deadlocked() {
        return deadlocked;
    }

    @Override
    public String what() {
        return "dump";
    }

    @Override
    public long doWork(long nanos) {
        Map<ProcessKey, Long> silent = hangs.get().silent();
        if (silent.isEmpty() && asked.isEmpty()) {
            return PAUSE_NANOS;
        }
        Map<ProcessKey, HangView.Blocked> known = new HashMap<>(deadlocked);
        Set<ProcessKey> alive = new HashSet<>();
        for (ChildTree tree : children.get().trees()) {
            ProcessKey key = tree.child().key();
            alive.add(key);
            if (silent.containsKey(key) && !asked.contains(key) && dumps.ask(key)) {
                asked.add(key);
            } else if (asked.contains(key) && !known.containsKey(key)) {
                hear(tree.child(), silent.getOrDefault(key, nanos), nanos, known);
            }
        }
        asked.retainAll(alive);
        known.keySet().retainAll(alive);
        deadlocked = Map.copyOf(known);
        return PAUSE_NANOS;
    }

    private void hear(Child child, long sinceNanos, long nanos, Map<ProcessKey, HangView.Blocked> known) {
        Optional<ThreadDump> answer = dumps.answer(child.key());
        if (answer.isPresent() && answer.get().deadlock()) {
            Blockage blockage = blockage(child.key(), answer.get().file());
            known.put(child.key(), new HangView.Blocked(blockage, sinceNanos));
            news.accept(new BlockedNews(child, blockage, false, nanos - sinceNanos));
        }
    }

    private static Blockage blockage(ProcessKey jvm, String file) {
        BlockedLink link = new BlockedLink(jvm, "java", jvm.pid(), "", Doing.DEADLOCKED, "", file, Target.NONE, -1);
        return new Blockage(jvm, BlockedOn.LOCK, Sureness.CERTAIN, List.of(link), 1, false, false, Optional.empty());
    }
}
