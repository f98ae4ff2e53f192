package io.forkwatch.examples.launchers.stories;

import io.forkwatch.examples.launchers.work.WorkerJvm;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Nothing goes wrong: the case a watcher has nothing to say about. */
public record Pool() implements Story {
    private static final int WORKERS = 3;

    @Override
    public String name() {
        return "pool";
    }

    @Override
    public String sentence() {
        return WORKERS + " worker JVMs do their work and end well";
    }

    @Override
    public void run(PrintStream out) throws IOException, InterruptedException {
        List<WorkerJvm> workers = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            workers.add(WorkerJvm.start("job", "3"));
        }
        for (WorkerJvm worker : workers) {
            out.println("  Java says: exit value " + worker.process().waitFor());
        }
    }
}
