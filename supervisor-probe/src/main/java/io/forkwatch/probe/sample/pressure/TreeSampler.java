package io.forkwatch.probe.sample.pressure;

import io.forkwatch.probe.register.TrackedChild;

/** How a child whose memory runs out is sampled as a whole. Called on the sampler thread. */
public interface TreeSampler {
    /** Samples its whole tree now, one read a process. */
    void sample(TrackedChild child);

    /** Finds new descendants, if that has not just been done. */
    void list();
}
