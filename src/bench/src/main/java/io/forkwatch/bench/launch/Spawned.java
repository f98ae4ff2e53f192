package io.forkwatch.bench.launch;

/**
 * What a batch of children took of the JVM that started them, or a moment on the same clocks.
 *
 * @param wallNanos of {@code start()} and {@code waitFor()}
 * @param startWallNanos of {@code start()}
 * @param startCpuNanos CPU time of the calling thread in {@code start()}, user and system
 * @param ownTicks CPU time of the JVM, all threads
 */
record Spawned(long wallNanos, long startWallNanos, long startCpuNanos, long ownTicks) {
    /** USER_HZ is 100 on every Linux that Java runs on. */
    static final double MILLIS_PER_TICK = 10;

    static Spawned ofLine(String line) {
        String[] parts = line.split(" ", -1);
        return new Spawned(
                Long.parseLong(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]), Long.parseLong(parts[3]));
    }

    String toLine() {
        return wallNanos + " " + startWallNanos + " " + startCpuNanos + " " + ownTicks;
    }
}
