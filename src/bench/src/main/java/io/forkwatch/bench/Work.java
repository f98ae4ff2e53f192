package io.forkwatch.bench;

import java.nio.file.Path;

/** What {@code run.sh} says of this run. */
public final class Work {
    private Work() {}

    /** A file of the run's own directory, for example a C program that was compiled there; {@code -Dbench.work}. */
    public static String file(String name) {
        return Path.of(System.getProperty("bench.work", "."), name).toString();
    }

    /** The directory of a peer's jars, {@code -Dbench.peers}. */
    public static Path peer(String name) {
        return Path.of(System.getProperty("bench.peers", "peers"), name);
    }

    /** True for a short run, {@code -Dbench.mode}. */
    public static boolean quick() {
        return !"full".equals(System.getProperty("bench.mode"));
    }
}
