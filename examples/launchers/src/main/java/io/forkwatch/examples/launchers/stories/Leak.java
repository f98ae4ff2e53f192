package io.forkwatch.examples.launchers.stories;

import io.forkwatch.examples.launchers.work.WorkerJvm;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

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
        killedBySomebodyElse(worker);
        out.println("  Java says: exit value " + worker.waitFor());
    }

    /** A shell that is told so through its stdin: with the pid in its command, Forkwatch would know that we asked for it. */
    private static void killedBySomebodyElse(Process worker) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("sh").start();
        try (OutputStream script = shell.getOutputStream()) {
            script.write(("kill -9 " + worker.pid() + "\n").getBytes(StandardCharsets.UTF_8));
        }
        shell.waitFor();
    }
}
