package io.forkwatch.e2e.program;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Starts children one after the other, each with 1.5 MB of arguments that no other has. */
public final class GiantCommands {
    private static final int CHILDREN = 60;
    private static final int ARGUMENTS = 12;
    /** Just below the kernel's own bound for one, MAX_ARG_STRLEN. */
    private static final int CHARACTERS = 125_000;

    private GiantCommands() {}

    /** Runs them; an argument is the number of those that are kept alive, the last ones. */
    public static void main(String[] args) throws IOException, InterruptedException {
        int living = Integer.parseInt(args[0]);
        List<Process> held = new ArrayList<>();
        int good = 0;
        for (int i = 0; i < CHILDREN; i++) {
            boolean stays = i >= CHILDREN - living;
            Process child = new ProcessBuilder(command(i, stays ? "read line" : "exit 0")).start();
            if (stays) {
                held.add(child);
            } else {
                good += child.waitFor() == 0 ? 1 : 0;
            }
        }
        for (Process child : held) {
            child.getOutputStream().write('\n');
            child.getOutputStream().close();
            good += child.waitFor() == 0 ? 1 : 0;
        }
        System.out.println(good + " ok");
    }

    private static List<String> command(int number, String script) {
        List<String> command = new ArrayList<>(List.of("sh", "-c", script));
        for (int i = 0; i < ARGUMENTS; i++) {
            command.add(number + "-" + i + "x".repeat(CHARACTERS));
        }
        return command;
    }
}
