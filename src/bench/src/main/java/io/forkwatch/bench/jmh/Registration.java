package io.forkwatch.bench.jmh;

import io.forkwatch.bench.Crowd;
import io.forkwatch.bench.rival.OurTick;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.procfs.ProcFs;
import java.io.IOException;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A child that starts: what the host's thread does for it, and what the sampler does. */
@State(Scope.Benchmark)
public class Registration {
    private final Crowd crowd = Made.by(() -> Crowd.of(1));
    private final long pid = crowd.pids().get(0);
    private final byte[] stat = Made.by(() -> ProcFs.system().statBytes(pid));
    private final OurTick tick = Made.by(OurTick::new);

    /** Ends it. */
    @TearDown
    public void end() throws IOException {
        crowd.close();
    }

    /** The host's thread: leaves word in the inbox. It is taken out again, so that there is room. */
    @Benchmark
    public boolean hook() {
        tick.announce(tick.spawn(pid));
        return tick.take();
    }

    /** The sampler: opens the child, names it, follows it, and lets it go again. */
    @Benchmark
    public Optional<Death> register() {
        return tick.registerAndForget(tick.spawn(pid), stat);
    }
}
