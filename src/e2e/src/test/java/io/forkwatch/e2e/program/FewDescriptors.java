package io.forkwatch.e2e.program;

import java.io.FileInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts children without a free descriptor, then with a few. To be run under a low {@code ulimit -n}. All in one
 * class without lambdas: there is no descriptor left to load another one.
 */
public final class FewDescriptors {
    private static final int ROOM_FOR_ONE_CHILD = 20;
    private static final int CHILDREN = 20;
    private static final int EXIT_VALUE = 6;

    private FewDescriptors() {}

    /** Runs it. */
    public static void main(String[] args) throws IOException, InterruptedException {
        run(1); // Loads every class that starting a child needs.
        List<FileInputStream> open = new ArrayList<>();
        fill(open);
        try {
            System.out.println("none left: " + run(2));
        } catch (IOException e) {
            System.out.println("none left: " + e.getMessage());
        }
        close(open, ROOM_FOR_ONE_CHILD);
        for (int i = 0; i < CHILDREN; i++) {
            System.out.println("a few left: " + run(i));
        }
        close(open, open.size());
        System.out.println("many left: " + run(EXIT_VALUE));
        System.exit(EXIT_VALUE);
    }

    private static int run(int exitValue) throws IOException, InterruptedException {
        return new ProcessBuilder("sh", "-c", "exit " + exitValue).start().waitFor();
    }

    private static void fill(List<FileInputStream> open) {
        try {
            while (true) {
                open.add(new FileInputStream("/dev/null"));
            }
        } catch (IOException e) {
            System.out.println("opened all there are: " + e.getMessage());
        }
    }

    private static void close(List<FileInputStream> open, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            open.remove(open.size() - 1).close();
        }
    }
}
