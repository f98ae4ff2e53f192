package io.forkwatch.probe.process.event;

/** Something that happened to a child, as it travels from the host's threads to the sampler. */
public sealed interface ChildEvent permits Spawn, StartFailure, Kill, KillProgram, Zombie, LeftBehind {
    /** Monotonic time of the event, in nanoseconds. */
    long nanos();

    /** The bytes that texts of the host take in it, at most: what differs by more than a few hundred from one to another. */
    default long textBytes() {
        return 0;
    }

    /** The same with as little of those texts as makes sense, where there is no room for more. */
    default ChildEvent brief() {
        return this;
    }
}
