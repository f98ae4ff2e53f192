package io.forkwatch.e2e.program;

import java.io.IOException;

/** Runs another program on its own standard streams, and ends as that one ended. */
public final class Relay {
    private Relay() {}

    /**
     * Starts one child and waits for it.
     *
     * @param command the program and its arguments
     */
    public static void main(String[] command) throws IOException, InterruptedException {
        System.exit(new ProcessBuilder(command).inheritIO().start().waitFor());
    }
}
