package io.forkwatch.examples.launchers.stories;

import io.forkwatch.examples.launchers.work.WorkerJvm;
import java.io.IOException;
import java.io.PrintStream;

/**
 * A child that takes more and more memory, until something that is not the launcher kills it. The killer is a process
 * of its own, as an operator, a watchdog script or the kernel would be.
 */
public record Leak() implements Story {
    @Override
    public String name() {
        return "leak";
    }

    @Override
    public String sentence() {
        return "a worker JVM takes more and more memory until another process kills it";
    }

    @Override
    public void run(PrintStream out) throws IOException, InterruptedException {
        Process worker = WorkerJvm.start("grow", "2").awaitLine("grown").process();
        new ProcessBuilder("sh", "-c", "kill -9 " + worker.pid()).start().waitFor();
        out.println("  Java says: exit value " + worker.waitFor());
    }
}
