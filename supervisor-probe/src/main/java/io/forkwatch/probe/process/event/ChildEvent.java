package io.forkwatch.probe.process.event;

/** Something that happened to a child, as it travels from the host's threads to the sampler. */
public sealed interface ChildEvent permits Spawn, StartFailure, Kill, Zombie, LeftBehind {
    /** Monotonic time of the event, in nanoseconds. */
    long nanos();
}
