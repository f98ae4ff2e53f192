package io.forkwatch.bench.burst;

/**
 * What a burst of starts cost its host.
 *
 * @param wallNanos from before the first start until the last one had returned
 * @param hostNanos CPU time of the thread that started them
 * @param jvmMillis CPU time of the whole JVM meanwhile, in steps of 10 ms
 * @param samplerNanos CPU time of the sampler's thread meanwhile; 0 where nothing watches
 */
record Burst(double wallNanos, double hostNanos, double jvmMillis, double samplerNanos) {
    static Burst ofLine(String line) {
        String[] parts = line.split(" ", -1);
        return new Burst(
                Double.parseDouble(parts[0]),
                Double.parseDouble(parts[1]),
                Double.parseDouble(parts[2]),
                Double.parseDouble(parts[3]));
    }

    String toLine() {
        return wallNanos + " " + hostNanos + " " + jvmMillis + " " + samplerNanos;
    }
}
