package io.forkwatch.probe.sample.pressure;

import io.forkwatch.probe.register.TrackedChild;
import io.forkwatch.probe.thread.Confined;

/** How a child whose memory runs out is sampled as a whole. */
@Confined(Confined.To.SAMPLER)
public interface TreeSampler {
    /** Samples its whole tree now, one read a process. */
    void sample(TrackedChild child);

    /** Finds new descendants, if that has not just been done. */
    void list();
}
