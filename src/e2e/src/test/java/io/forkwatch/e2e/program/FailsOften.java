package io.forkwatch.e2e.program;

import java.io.IOException;

/** Children that fail, each with a long command, and then lines of its own on stderr. */
public final class FailsOften {
    private static final int LINES = 60;
    private static final int SAID_MILLIS = 2_000;

    private FailsOften() {}

    /** The argument is the number of children. */
    public static void main(String[] args) throws IOException, InterruptedException {
        for (int i = 0; i < Integer.parseInt(args[0]); i++) {
            new ProcessBuilder("/bin/sh", "-c", "exit 3", "x".repeat(300))
                    .start()
                    .waitFor();
        }
        Thread.sleep(SAID_MILLIS);
        for (int i = 0; i < LINES; i++) {
            System.err.println("a line of the host ".repeat(5));
        }
        System.out.println("done");
    }
}
