package io.forkwatch.probe.process.view;

import java.util.List;

/** Where the answers have from what JVMs say of themselves. */
public interface OwnWordSource {
    /** One for each direct child that is, or has below it, such a JVM. */
    List<OwnWord> living();

    /**
     * Why such a JVM has not said for a while that it lives.
     *
     * @param child the direct child that it is, or is below
     * @param nanos monotonic time now
     */
    BeatState beat(OwnWord word, LivingChild child, long nanos);
}
