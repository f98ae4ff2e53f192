package io.forkwatch.e2e.program;

import java.io.IOException;

/** Ends before its child does. Prints the child's pid. */
public final class LeavesChild {
    private static final int EXIT_VALUE = 7;

    private LeavesChild() {}

    /** Ends as the argument says: {@code return}, {@code exit}, {@code halt}, or {@code wait} for a signal. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Process child = new ProcessBuilder("sleep", "60").start();
        System.out.println(child.pid());
        switch (args[0]) {
            case "return" -> {}
            case "exit" -> System.exit(EXIT_VALUE);
            case "halt" -> Runtime.getRuntime().halt(EXIT_VALUE);
            case "wait" -> child.waitFor();
            default -> throw new IllegalArgumentException(args[0]);
        }
    }
}
