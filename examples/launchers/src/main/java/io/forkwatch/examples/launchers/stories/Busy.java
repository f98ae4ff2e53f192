package io.forkwatch.examples.launchers.stories;

import io.forkwatch.examples.launchers.work.WorkerJvm;
import java.io.IOException;
import java.io.PrintStream;

/** A child too busy to answer anybody: only who looks from outside still sees it. */
public record Busy() implements Story {
    @Override
    public String name() {
        return "busy";
    }

    @Override
    public String sentence() {
        return "a worker JVM spins on every core for 5 seconds";
    }

    @Override
    public void run(PrintStream out) throws IOException, InterruptedException {
        Process worker = WorkerJvm.start("burn", "5").process();
        out.println("  Java says: exit value " + worker.waitFor());
    }
}
