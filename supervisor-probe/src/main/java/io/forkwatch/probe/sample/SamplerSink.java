package io.forkwatch.probe.sample;

import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.event.StartFailure;
import io.forkwatch.probe.process.orphan.OrphanNews;
import io.forkwatch.probe.process.view.LiveView;
import io.forkwatch.probe.thread.Confined;

/** Where the sampler delivers. Called on its thread: an implementation hands over and returns. */
@Confined(Confined.To.SAMPLER)
public interface SamplerSink {
    /** A child has ended. */
    void died(Death death);

    /** A child of that kind could not be started. */
    void startFailed(StartFailure failure, Kind kind);

    /** Something is to be said about a process that nobody is responsible for any more. */
    void orphan(OrphanNews news);

    /** The current view. */
    void publish(LiveView view);

    /**
     * Memory that may run out was sampled.
     *
     * @param samples quick samples of one process each, 0 and up
     * @param durationNanos the time it took
     */
    void sampledQuickly(long samples, long durationNanos);

    /** Whether so many children start just now that some wait to be opened. Said in each iteration. */
    void inBurst(boolean burst);

    /** A tick took {@code durationNanos}. */
    void ticked(long durationNanos);
}
