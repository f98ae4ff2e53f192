package io.forkwatch.bench.launch;

/**
 * What launching a JVM took: means over a batch, as {@code launch.c} says them.
 *
 * @param wallMillis from just before the start to the return of the wait
 * @param cpuMillis user and system time of the process
 * @param delayMillis from just before the start to the first line of main
 * @param exitMillis from the last line of main to the return of the wait
 * @param peakMib resident memory at its highest
 */
record Launch(double wallMillis, double cpuMillis, double delayMillis, double exitMillis, double peakMib) {
    static Launch ofLine(String line) {
        String[] parts = line.split(" ", -1);
        return new Launch(
                Double.parseDouble(parts[0]) / 1e6,
                Double.parseDouble(parts[1]) / 1e3,
                Double.parseDouble(parts[2]) / 1e6,
                Double.parseDouble(parts[3]) / 1e6,
                Double.parseDouble(parts[4]) / 1024);
    }
}
