package io.forkwatch.bench.soak;

import java.util.List;

/**
 * What becomes of a child, and what has to be said of it.
 *
 * @param name for the report, in lower case with hyphens
 * @param how its ends that are right: {@code exit N} or {@code signal N}; alternatives parted by {@code |}
 * @param why the reasons that are right, of exit-summary.schema.json, parted likewise
 * @param blow what strikes it after it has printed a line
 * @param alone whether it needs the memory cgroup to itself
 * @param command program and arguments
 */
record Fate(String name, String how, String why, Blow blow, boolean alone, List<String> command) {
    /** What the supervisor, or somebody else, does to a child. */
    enum Blow {
        NONE,
        TERM,
        KILL,
        SEGV,
        ABRT,
        DESTROY,
        DESTROY_FORCIBLY
    }

    /** A child that ends by itself. */
    static Fate of(String name, String how, String why, String... command) {
        return new Fate(name, how, why, Blow.NONE, false, List.of(command));
    }

    /** The same, written for a shell. */
    static Fate ofScript(String name, String how, String why, String script) {
        return of(name, how, why, "sh", "-c", script);
    }

    Fate struckBy(Blow fatal) {
        return new Fate(name, how, why, fatal, alone, command);
    }

    Fate byItself() {
        return new Fate(name, how, why, blow, true, command);
    }
}
