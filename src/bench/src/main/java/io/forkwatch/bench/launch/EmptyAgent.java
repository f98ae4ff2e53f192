package io.forkwatch.bench.launch;

/** The floor: what a JVM pays for having any agent. */
final class EmptyAgent {
    private EmptyAgent() {}

    public static void premain(String options) {}
}
