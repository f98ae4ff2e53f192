package io.forkwatch.bench.children;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;

/**
 * What a child that {@code burn.c} is says of itself as its last act: getrusage(2).
 *
 * @param userMillis CPU time in user mode
 * @param systemMillis CPU time in the kernel
 * @param peakBytes resident memory at its highest
 * @param endNanos when its end was known, on the monotonic clock
 */
record Usage(long pid, double userMillis, double systemMillis, long peakBytes, long endNanos) {
    private static final int DONE = 1;

    /**
     * Starts one and waits for its end.
     *
     * @param lifeMillis how long it lives, if its work is done by then
     * @param userMillis what it is to use
     * @param systemMillis what it is to use
     * @param bytes what it is to touch
     */
    static Usage ofChild(String burn, int lifeMillis, int userMillis, int systemMillis, int bytes)
            throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        burn,
                        Integer.toString(lifeMillis),
                        Integer.toString(userMillis),
                        Integer.toString(systemMillis),
                        Integer.toString(bytes))
                .start();
        String said = new String(child.getInputStream().readAllBytes(), US_ASCII);
        int exitValue = child.waitFor();
        if (exitValue != DONE) {
            throw new IOException("a child ended with " + exitValue);
        }
        String[] parts = said.strip().split(" ", -1);
        return new Usage(
                Long.parseLong(parts[0]),
                Long.parseLong(parts[1]) / 1e3,
                Long.parseLong(parts[2]) / 1e3,
                Long.parseLong(parts[3]) * 1024,
                System.nanoTime());
    }
}
