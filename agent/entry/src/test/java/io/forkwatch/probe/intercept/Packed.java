package io.forkwatch.probe.intercept;

/** Stands for the classes that lie in a jar in the jar because somebody has to ask for them. */
public final class Packed {
    private Packed() {}
}
