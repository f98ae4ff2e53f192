package io.forkwatch.bench.part;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** A supervisor of many children that sleep. They end with it, for each reads a pipe that it holds. */
final class Nursery {
    private Nursery() {}

    /**
     * Prints the pids of the children, one a line, and an empty line; stays until stdin ends.
     *
     * @param arguments how many, and their command
     */
    public static void main(String[] arguments) throws IOException {
        List<String> command = List.of(arguments).subList(1, arguments.length);
        List<Process> children = new ArrayList<>();
        for (int i = Integer.parseInt(arguments[0]); i > 0; i--) {
            Process child = new ProcessBuilder(command).start();
            children.add(child);
            System.out.println(child.pid());
        }
        System.out.println();
        System.in.transferTo(OutputStream.nullOutputStream());
        children.forEach(Process::destroy);
    }
}
