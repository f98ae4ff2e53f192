package io.forkwatch.examples.launchers.stories;

import io.forkwatch.examples.launchers.work.WorkerJvm;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/** A child whose heap is too small. What it says of that goes where its stdout goes, and nobody reads there. */
public record Heap() implements Story {
    @Override
    public String name() {
        return "heap";
    }

    @Override
    public String sentence() {
        return "a worker JVM fills its heap, and was told to end then";
    }

    @Override
    public void run(PrintStream out) throws IOException, InterruptedException {
        Process worker = WorkerJvm.start(List.of("-XX:+ExitOnOutOfMemoryError"), "fill", "8")
                .process();
        out.println("  Java says: exit value " + worker.waitFor());
    }
}
