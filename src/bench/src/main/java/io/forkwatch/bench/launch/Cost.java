package io.forkwatch.bench.launch;

/**
 * What a batch took, or a moment on the same three clocks.
 *
 * @param wallNanos on the monotonic clock
 * @param ownTicks CPU time of the launcher itself, user and system
 * @param childTicks CPU time of the children it has waited for, user and system
 */
record Cost(long wallNanos, long ownTicks, long childTicks) {
    /** USER_HZ is 100 on every Linux that Java runs on. */
    static final double MILLIS_PER_TICK = 10;

    static Cost ofLine(String line) {
        String[] parts = line.split(" ", -1);
        return new Cost(Long.parseLong(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]));
    }

    String toLine() {
        return wallNanos + " " + ownTicks + " " + childTicks;
    }

    Cost minus(Cost earlier) {
        return new Cost(wallNanos - earlier.wallNanos, ownTicks - earlier.ownTicks, childTicks - earlier.childTicks);
    }

    double wallMillis() {
        return wallNanos / 1e6;
    }

    double ownMillis() {
        return ownTicks * MILLIS_PER_TICK;
    }

    double childMillis() {
        return childTicks * MILLIS_PER_TICK;
    }
}
