package io.prometheus;

/** Stands for the classes that lie in a jar in the jar. */
public final class Packed {
    private Packed() {}
}
