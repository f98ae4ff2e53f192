package io.forkwatch.bench.launch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A JVM under test: starts the command of its arguments and waits for its end, as often as each line on stdin says.
 * Answers every line with what that took, see {@link Cost}.
 */
final class Launcher {
    private static final Path STAT = Path.of("/proc/self/stat");

    private Launcher() {}

    public static void main(String[] command) throws IOException, InterruptedException {
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            System.out.println(launch(command, Integer.parseInt(order)).toLine());
        }
    }

    private static Cost launch(String[] command, int times) throws IOException, InterruptedException {
        Cost before = now();
        for (int i = 0; i < times; i++) {
            int exitValue = new ProcessBuilder(command).start().waitFor();
            if (exitValue != 0) {
                throw new IOException(String.join(" ", command) + " ended with " + exitValue);
            }
        }
        return now().minus(before);
    }

    // proc(5): utime, stime, cutime and cstime are the fields 14 to 17. The kernel sums nanoseconds and rounds when it
    // prints, so the rounding does not add up: over a batch it is 10 ms in all.
    private static Cost now() throws IOException {
        String stat = Files.readString(STAT);
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long own = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        long children = Long.parseLong(fields[13]) + Long.parseLong(fields[14]);
        return new Cost(System.nanoTime(), own, children);
    }
}
