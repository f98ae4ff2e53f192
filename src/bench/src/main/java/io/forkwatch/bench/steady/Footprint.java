package io.forkwatch.bench.steady;

/**
 * What a supervisor has used since its start, or between two such moments.
 *
 * @param cpuMillis CPU time of the process
 * @param rssBytes resident memory at that moment
 * @param collections of all garbage collectors
 * @param samplerNanos CPU time of the sampler's thread; 0 where nothing watches
 * @param samplerBytes allocated by the sampler's thread
 */
record Footprint(double cpuMillis, long rssBytes, long collections, long samplerNanos, long samplerBytes) {
    static Footprint ofLine(String line) {
        String[] parts = line.split(" ", -1);
        return new Footprint(
                Double.parseDouble(parts[0]),
                Long.parseLong(parts[1]),
                Long.parseLong(parts[2]),
                Long.parseLong(parts[3]),
                Long.parseLong(parts[4]));
    }

    String toLine() {
        return cpuMillis + " " + rssBytes + " " + collections + " " + samplerNanos + " " + samplerBytes;
    }

    /** What was used since; resident memory stays that of now. */
    Footprint since(Footprint earlier) {
        return new Footprint(
                cpuMillis - earlier.cpuMillis,
                rssBytes,
                collections - earlier.collections,
                samplerNanos - earlier.samplerNanos,
                samplerBytes - earlier.samplerBytes);
    }
}
