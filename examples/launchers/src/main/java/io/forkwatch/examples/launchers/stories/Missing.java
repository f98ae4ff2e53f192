package io.forkwatch.examples.launchers.stories;

import java.io.IOException;
import java.io.PrintStream;

/** A child that never comes to life. */
public record Missing() implements Story {
    @Override
    public String name() {
        return "missing";
    }

    @Override
    public String sentence() {
        return "the program to start does not exist";
    }

    @Override
    public void run(PrintStream out) throws InterruptedException {
        try {
            Process child = new ProcessBuilder("no-such-program", "--fast").start();
            out.println("  it does exist here: exit value " + child.waitFor());
        } catch (IOException e) {
            out.println("  Java says: " + e.getMessage());
        }
    }
}
