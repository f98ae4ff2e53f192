package io.forkwatch.bench.jmh;

import io.forkwatch.bench.Crowd;
import io.forkwatch.bench.rival.OurSample;
import io.forkwatch.bench.rival.OurTick;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One tick of the sampler over 1,000 children, for each child. */
@State(Scope.Benchmark)
public class Tick {
    private static final int CHILDREN = 1000;

    private final Crowd crowd = Made.by(() -> Crowd.of(CHILDREN));
    private final OurSample sample = Made.by(() -> new OurSample(crowd.pids()));
    private final OurTick tick = Made.by(() -> OurTick.of(crowd.pids()));

    /** Ends them. */
    @TearDown
    public void end() throws IOException {
        crowd.close();
    }

    /** The reading alone. */
    @Benchmark
    @OperationsPerInvocation(CHILDREN)
    public long sample() throws IOException {
        return sample.tick();
    }

    /** The whole tick. */
    @Benchmark
    @OperationsPerInvocation(CHILDREN)
    public long tick() {
        return tick.tick();
    }
}
