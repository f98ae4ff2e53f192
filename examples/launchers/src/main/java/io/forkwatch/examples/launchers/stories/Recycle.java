package io.forkwatch.examples.launchers.stories;

import io.forkwatch.examples.launchers.work.WorkerJvm;
import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.TimeUnit;

/**
 * A pool that recycles a worker when it is advised to, between two units of work. It asks by JMX, and needs no class of
 * Forkwatch for that: without it nobody gives advice, and the pool works on. Try it with {@code limit.rss=100m,limit.for=0s}.
 */
public record Recycle() implements Story {
    private static final int UNITS = 12;
    private static final long UNIT_MILLIS = 500;

    @Override
    public String name() {
        return "recycle";
    }

    @Override
    public String sentence() {
        return "a pool asks after each unit of work whether its worker should be recycled";
    }

    @Override
    public void run(PrintStream out) throws IOException, InterruptedException {
        WorkerJvm worker = WorkerJvm.start("grow", "2");
        for (int unit = 0; unit < UNITS; unit++) {
            TimeUnit.MILLISECONDS.sleep(UNIT_MILLIS);
            if (Advice.isGiven(worker.process().pid())) {
                out.println("  advised to recycle the worker: it ends here, and another takes over");
                worker.process().destroy();
                worker.process().waitFor();
                out.println("  Java says: exit value "
                        + WorkerJvm.start("job", "1").process().waitFor());
                return;
            }
        }
        worker.process().destroy();
        worker.process().waitFor();
        out.println("  nobody advised to recycle the worker");
    }
}
