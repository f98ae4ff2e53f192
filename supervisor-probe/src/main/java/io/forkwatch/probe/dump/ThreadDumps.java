package io.forkwatch.probe.dump;

import io.forkwatch.probe.attach.AttachFailure;
import io.forkwatch.probe.attach.BoundedText;
import io.forkwatch.probe.attach.CommandedJvm;
import io.forkwatch.probe.attach.JvmCommands;
import io.forkwatch.probe.attach.KnockCheck;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.Trouble;
import io.forkwatch.probe.process.death.ThreadDump;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.thread.OwnThreads;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Has JVMs among the children write down what their threads do. Each on a thread of its own, that goes on to the end of what
 * it has begun: an attach that has connected is never broken off. Nobody waits longer than the budget. For any thread.
 */
public final class ThreadDumps {
    /** How long somebody waits for a dump. */
    public static final long BUDGET_NANOS = 1_500_000_000;

    /** Of a child that is dead: what has not come by then comes no more. */
    private static final long LATE_NANOS = 300_000_000;

    /** At work at the same time: who ends more at once has a few of them to look at. */
    private static final int MOST_AT_WORK = 4;

    private static final int MOST_KEPT = 256;

    /** Who is destroyed and then, in vain, forcibly, has one dump to be told. */
    private static final long AGAIN_NANOS = 10_000_000_000L;

    private final ProcFs procFs;
    private final KnockCheck machine;
    private final JvmCommands commands;
    private final DumpFiles files;
    private final Clocks clocks;
    private final Trouble trouble;
    private final AtomicInteger atWork = new AtomicInteger();

    /** By child. Of those that die unseen the oldest give way. */
    private final Map<ProcessKey, Wanted> wanted = new LinkedHashMap<>();

    ThreadDumps(
            ProcFs procFs, KnockCheck machine, JvmCommands commands, DumpFiles files, Clocks clocks, Trouble trouble) {
        this.procFs = procFs;
        this.machine = machine;
        this.commands = commands;
        this.files = files;
        this.clocks = clocks;
        this.trouble = trouble;
    }

    /**
     * Those of this machine.
     *
     * @param instrumentation opens the attach API of this JVM
     * @param prefix how the names of the files begin, with their directory
     * @param trouble told if a file cannot be written
     */
    public static ThreadDumps ofThisJvm(
            ProcFs procFs, Instrumentation instrumentation, Supplier<String> prefix, Clocks clocks, Trouble trouble) {
        return new ThreadDumps(
                procFs,
                new KnockCheck(procFs, ModuleLayer.boot()),
                JvmCommands.ofThisJvm(instrumentation),
                new DumpFiles(prefix),
                clocks,
                trouble);
    }

    /** What was asked of a child. */
    private static final class Wanted {
        private final CountDownLatch over = new CountDownLatch(1);
        private final long askedNanos;
        private final int number;
        private volatile Optional<ThreadDump> dump;

        Wanted(long askedNanos, int number, Optional<ThreadDump> before) {
            this.askedNanos = askedNanos;
            this.number = number;
            this.dump = before;
        }
    }

    /**
     * Before a child is ended: begins a dump of it, unless one has been made in the last ten seconds or is being made. Whether it
     * is a JVM at all is asked on that other thread.
     *
     * @param wait whether to wait for it, 1.5 s at most
     */
    public void beforeEnd(long pid, boolean wait) {
        Optional<Wanted> begun = key(pid).flatMap(key -> begin(key, key));
        if (wait && begun.isPresent()) {
            await(begun.get(), BUDGET_NANOS);
        }
    }

    private Optional<ProcessKey> key(long pid) {
        try {
            return Optional.of(new ProcessKey(pid, procFs.stat(pid).starttimeTicks()));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /**
     * Begins a dump of a JVM that hangs; waits for nothing. A second one within ten seconds is the first.
     *
     * @param child under which it is told when that is dead
     * @param jvm the JVM: the child itself, or a process below it
     * @return false if there are as many at work as there may be
     */
    public boolean dump(ProcessKey child, ProcessKey jvm) {
        return begin(child, jvm).isPresent();
    }

    /** The last dump of a living child that is done; empty where there is none yet, or it is no JVM. */
    public Optional<ThreadDump> last(ProcessKey child) {
        synchronized (wanted) {
            Wanted last = wanted.get(child);
            return last == null || last.over.getCount() > 0 ? Optional.empty() : last.dump;
        }
    }

    /**
     * The last dump of a child that is dead, which is told by that. Waits 0.3 s at most, and only for one that is being made.
     *
     * @param child its start is 0 where it was not read
     */
    public Optional<ThreadDump> take(ProcessKey child) {
        Optional<Wanted> last = remove(child);
        if (last.isPresent()) {
            await(last.get(), LATE_NANOS);
        }
        return last.flatMap(dumped -> dumped.dump);
    }

    private Optional<Wanted> remove(ProcessKey child) {
        synchronized (wanted) {
            for (ProcessKey key : wanted.keySet()) {
                if (key.equals(child) || (child.starttimeTicks() == 0 && key.pid() == child.pid())) {
                    return Optional.ofNullable(wanted.remove(key));
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Wanted> begin(ProcessKey child, ProcessKey jvm) {
        Wanted made;
        synchronized (wanted) {
            Wanted last = wanted.get(child);
            long now = clocks.nanos();
            if (last != null && (last.over.getCount() > 0 || now - last.askedNanos < AGAIN_NANOS)) {
                return Optional.of(last);
            }
            if (atWork.get() >= MOST_AT_WORK) {
                return Optional.empty();
            }
            made = last == null ? new Wanted(now, 0, Optional.empty()) : new Wanted(now, last.number + 1, last.dump);
            keep(child, made);
            atWork.incrementAndGet();
        }
        start(jvm, made);
        return Optional.of(made);
    }

    private void start(ProcessKey jvm, Wanted made) {
        boolean started = false;
        try {
            OwnThreads.uninterruptible("dump", () -> work(jvm, made)).start();
            started = true;
        } finally {
            if (!started) { // The system gives no thread.
                atWork.decrementAndGet();
                made.over.countDown();
            }
        }
    }

    private void keep(ProcessKey child, Wanted made) {
        if (wanted.size() >= MOST_KEPT) {
            wanted.remove(wanted.keySet().iterator().next());
        }
        wanted.remove(child);
        wanted.put(child, made);
    }

    private static void await(Wanted begun, long nanos) {
        try {
            if (!begun.over.await(nanos, TimeUnit.NANOSECONDS)) {
                return; // What is late comes no more.
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    private void work(ProcessKey key, Wanted made) {
        try {
            machine.check(key);
            write(key, made);
        } catch (AttachFailure notAsked) {
            return; // No JVM, or one that must not be knocked at: most children are that.
        } catch (IOException gone) {
            return; // It was faster.
        } catch (Throwable fault) {
            trouble.report("dump", fault);
        } finally {
            atWork.decrementAndGet();
            made.over.countDown();
        }
    }

    private void write(ProcessKey key, Wanted made) throws AttachFailure, IOException {
        byte[] text = ask(key);
        String said = new String(text, StandardCharsets.UTF_8);
        if (!said.contains("Full thread dump")) {
            return; // It has ended in the middle of nothing.
        }
        String file;
        try {
            file = files.write(key, made.number, text);
        } catch (IOException noPlace) {
            trouble.report("dump", noPlace);
            return;
        }
        made.dump =
                Optional.of(new ThreadDump(file, made.askedNanos, DumpText.busiest(said), DumpText.hasDeadlock(said)));
    }

    private byte[] ask(ProcessKey key) throws AttachFailure, IOException {
        BoundedText text = new BoundedText(DumpFiles.MOST_BYTES);
        try (CommandedJvm jvm = commands.open(key.pid());
                InputStream threads = jvm.threads()) {
            text.addAll(threads);
        } catch (IOException ended) {
            // What it has said until then is worth keeping.
            return text.bytes();
        }
        return text.bytes();
    }
}
