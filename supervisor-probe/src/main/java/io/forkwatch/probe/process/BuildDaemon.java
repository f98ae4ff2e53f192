package io.forkwatch.probe.process;

/** The daemons of build tools: they are made to outlive whoever starts them, and end by themselves. */
public enum BuildDaemon {
    /** It starts the workers of a build. */
    GRADLE("gradle-daemon"),
    /** It compiles, and starts nothing. */
    KOTLIN("kotlin-daemon");

    private final String kind;

    BuildDaemon(String kind) {
        this.kind = kind;
    }

    /** True if children of that kind are this daemon. */
    public boolean is(Kind other) {
        return kind.equals(other.name());
    }

    /** True if children of that kind are one of these daemons. */
    public static boolean isOne(Kind kind) {
        return GRADLE.is(kind) || KOTLIN.is(kind);
    }
}
