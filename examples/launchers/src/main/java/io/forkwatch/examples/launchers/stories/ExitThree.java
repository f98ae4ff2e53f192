package io.forkwatch.examples.launchers.stories;

import io.forkwatch.examples.launchers.work.WorkerJvm;
import java.io.IOException;
import java.io.PrintStream;

/** A child that gives up by itself. */
public record ExitThree() implements Story {
    @Override
    public String name() {
        return "exit3";
    }

    @Override
    public String sentence() {
        return "a worker JVM exits with 3";
    }

    @Override
    public void run(PrintStream out) throws IOException, InterruptedException {
        Process worker = WorkerJvm.start("exit", "3").process();
        out.println("  Java says: exit value " + worker.waitFor());
    }
}
