package io.forkwatch.e2e.program;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Keeps children alive until its standard input ends, then destroys them. */
public final class HoldsChildren {
    private HoldsChildren() {}

    /** Runs it; the argument is the number of children. */
    public static void main(String[] args) throws IOException, InterruptedException {
        List<Process> children = new ArrayList<>();
        for (int i = Integer.parseInt(args[0]); i > 0; i--) {
            children.add(new ProcessBuilder("sleep", "120").start());
        }
        System.out.println("holding");
        while (System.in.read() >= 0) {
            System.out.println("still holding");
        }
        for (Process child : children) {
            child.destroy();
            System.out.println("child: " + child.waitFor());
        }
    }
}
