package io.forkwatch.bench.children;

/**
 * One child that ate until it was killed, and what was seen of it.
 *
 * @param peakBytes the true peak: that of its memory cgroup
 * @param lastRssBytes the last resident memory in its exit record; 0 if there was none
 * @param lastAgeMillis how long before its end that was
 * @param samplerNanos CPU time of the sampler's thread from before its start until its exit record was there
 * @param lifeMillis how long it lived
 */
record Meal(long peakBytes, long lastRssBytes, double lastAgeMillis, long samplerNanos, long lifeMillis) {
    static Meal ofLine(String line) {
        String[] parts = line.split(" ", -1);
        return new Meal(
                Long.parseLong(parts[0]),
                Long.parseLong(parts[1]),
                Double.parseDouble(parts[2]),
                Long.parseLong(parts[3]),
                Long.parseLong(parts[4]));
    }

    String toLine() {
        return peakBytes + " " + lastRssBytes + " " + lastAgeMillis + " " + samplerNanos + " " + lifeMillis;
    }

    /** The last look as a part of the truth. */
    double share() {
        return (double) lastRssBytes / peakBytes;
    }
}
