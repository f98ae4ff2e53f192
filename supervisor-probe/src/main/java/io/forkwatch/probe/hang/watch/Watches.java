package io.forkwatch.probe.hang.watch;

import io.forkwatch.probe.hang.Look;
import io.forkwatch.probe.hang.OwnWaits;
import io.forkwatch.probe.hang.WaitGraph;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.advice.Advisory;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.task.SystemCalls;
import io.forkwatch.probe.procfs.task.TaskFiles;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/** The two watches of this machine. */
public final class Watches {
    private final ProcFs procFs;
    private final Clocks clocks;
    private final Consumer<Advisory> news;
    private final long selfPid;
    private final TaskFiles files;
    private final ProcThreads threads;

    /**
     * For this JVM.
     *
     * @param news gets what is to be said
     * @throws IOException if this JVM cannot be found in the proc file system
     */
    public Watches(ProcFs procFs, Clocks clocks, Consumer<Advisory> news) throws IOException {
        this.procFs = procFs;
        this.clocks = clocks;
        this.news = news;
        this.selfPid = procFs.self().pid();
        this.files = new TaskFiles(procFs, SystemCalls.of(System.getProperty("os.arch", "")));
        this.threads = new ProcThreads(procFs, files, selfPid);
    }

    /** Of the living. */
    public HangWatch hangs(Duration after) {
        return new HangWatch(after, threads, this::asking, clocks.monotonic(), news);
    }

    private Asking asking() {
        Look look = new Look(procFs, OwnWaits::ofThisJvm);
        return (child, below) -> WaitGraph.now(look).why(child, below);
    }

    /** Of those who have ended. */
    public HeldOutputs outputs() {
        return new HeldOutputs(procFs, files, clocks, threads, selfPid, news);
    }
}
