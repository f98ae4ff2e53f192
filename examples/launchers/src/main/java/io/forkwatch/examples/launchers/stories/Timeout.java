package io.forkwatch.examples.launchers.stories;

import io.forkwatch.examples.launchers.work.WorkerJvm;
import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.TimeUnit;

/** The launcher itself loses patience: first politely (SIGTERM), then not (SIGKILL). */
public record Timeout() implements Story {
    @Override
    public String name() {
        return "timeout";
    }

    @Override
    public String sentence() {
        return "a worker JVM takes too long, so the launcher destroys it";
    }

    @Override
    public void run(PrintStream out) throws IOException, InterruptedException {
        Process worker = WorkerJvm.start("stubborn", "5").awaitLine("stubborn").process();
        if (!worker.waitFor(1, TimeUnit.SECONDS)) {
            out.println("  not done after 1 s: destroy()");
            worker.destroy();
        }
        if (!worker.waitFor(1, TimeUnit.SECONDS)) {
            out.println("  still there after another 1 s: destroyForcibly()");
            worker.destroyForcibly();
        }
        out.println("  Java says: exit value " + worker.waitFor());
    }
}
