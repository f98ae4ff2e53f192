package io.forkwatch.e2e.program;

import java.io.IOException;

/** Ends as soon as its child has failed, with the same exit value, as a build does after its fork. Prints the child's pid. */
public final class EndsWithChild {
    private EndsWithChild() {}

    /** Runs it. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Process child = new ProcessBuilder("sh", "-c", "exit 3").start();
        System.out.println(child.pid());
        System.exit(child.waitFor());
    }
}
