package io.forkwatch.probe.publish.debug;

import io.forkwatch.probe.attach.JvmCommands;
import io.forkwatch.probe.attach.KnockCheck;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.view.JvmView;
import io.forkwatch.probe.process.view.LiveView;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.publish.web.LongAnswer;
import io.forkwatch.probe.publish.web.LongPages;
import io.forkwatch.probe.publish.web.LongPlan;
import io.forkwatch.probe.publish.web.WebAnswer;
import io.forkwatch.probe.publish.web.WebRequest;
import java.lang.instrument.Instrumentation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/** {@code /debug/}: threads, heap and recordings of this JVM, and of the JVMs among its children. Safe for any thread. */
public final class DebugPages implements LongPages {
    private static final Duration USUAL = Duration.ofSeconds(1);

    /** A heap of some 100 GiB is counted in that; a JVM that is busy answers no sooner than it can stop its threads. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Subject own;
    private final Supplier<? extends LiveView> views;
    private final Supplier<JvmView> jvms;
    private final ChildJvms children;

    /** Makes what can be asked of a process. */
    @FunctionalInterface
    interface ChildJvms {
        Subject of(ProcessKey key);
    }

    DebugPages(Subject own, Supplier<? extends LiveView> views, Supplier<JvmView> jvms, ChildJvms children) {
        this.own = own;
        this.views = views;
        this.jvms = jvms;
        this.children = children;
    }

    /**
     * Those of this JVM and its children.
     *
     * @param views who lives
     * @param jvms what is known of the JVMs among them
     * @param pid of this JVM
     */
    public static DebugPages ofThisJvm(
            Supplier<? extends LiveView> views,
            Supplier<JvmView> jvms,
            ProcFs procFs,
            Instrumentation instrumentation,
            Clocks clocks,
            long pid) {
        Scratch scratch = new Scratch(Path.of(System.getProperty("java.io.tmpdir", "/tmp")), pid, clocks.monotonic());
        IntConsumer pause = seconds -> pause(seconds, clocks);
        KnockCheck machine = new KnockCheck(procFs, ModuleLayer.boot());
        JvmCommands commands = JvmCommands.ofThisJvm(instrumentation);
        return new DebugPages(
                new OwnJvm(ModuleLayer.boot(), new OwnCommands(instrumentation), scratch, clocks.wall(), pause),
                views,
                jvms,
                key -> new ChildJvm(key, machine, commands, scratch, pause));
    }

    private static void pause(int seconds, Clocks clocks) {
        long end = clocks.nanos() + TimeUnit.SECONDS.toNanos(seconds);
        for (long left = end - clocks.nanos(); left > 0; left = end - clocks.nanos()) {
            LockSupport.parkNanos(left);
        }
    }

    @Override
    public LongPlan plan(WebRequest request) {
        try {
            DebugRequest wanted = DebugRequest.of(request);
            Duration lasts =
                    wanted.what() == DebugRequest.What.RECORDING ? Duration.ofSeconds(wanted.seconds()) : Duration.ZERO;
            return new LongPlan.Work(USUAL.plus(lasts), PATIENCE.plus(lasts), () -> answer(wanted));
        } catch (DebugRefusal refusal) {
            return new LongPlan.Refused(
                    WebAnswer.of(refusal.status(), "text/plain; charset=utf-8", refusal.line() + "\n"));
        }
    }

    private LongAnswer answer(DebugRequest wanted) {
        try {
            Subject subject = wanted.child().isPresent() ? child(wanted.child().get()) : own;
            return switch (wanted.what()) {
                case THREADS -> subject.threads();
                case HISTOGRAM -> subject.histogram(wanted.live());
                case RECORDING -> subject.recording(wanted.seconds());
            };
        } catch (DebugRefusal refusal) {
            return LongAnswer.line(refusal.status(), refusal.line());
        }
    }

    private Subject child(WantedChild wanted) throws DebugRefusal {
        Optional<ProcessKey> key = wanted.find(views.get(), jvms.get());
        if (key.isEmpty()) {
            throw new DebugRefusal(404, "no such child lives; the list is at /api/v1/children");
        }
        return children.of(key.get());
    }
}
