package io.forkwatch.e2e.program;

import java.io.IOException;

/** Runs a shell and lives on after it, until its standard input ends. */
public final class HoldsShell {
    private HoldsShell() {}

    /** Runs it; the argument is the script. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("sh", "-c", args[0]).start();
        System.out.println("shell: " + shell.pid());
        System.out.println("ended: " + shell.waitFor());
        while (System.in.read() >= 0) {
            System.out.println("still here");
        }
    }
}
