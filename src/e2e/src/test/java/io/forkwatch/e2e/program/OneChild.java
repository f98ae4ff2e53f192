package io.forkwatch.e2e.program;

import java.io.IOException;

/** Runs one child and exits as it did. */
public final class OneChild {
    private OneChild() {}

    /** Runs it; the argument is its script, for a shell. */
    public static void main(String[] args) throws IOException, InterruptedException {
        int exitValue = new ProcessBuilder("sh", "-c", args[0]).start().waitFor();
        System.out.println("child: " + exitValue);
        System.exit(exitValue);
    }
}
