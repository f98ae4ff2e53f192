package io.forkwatch.probe.publish.api;

import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.view.LiveView;
import io.forkwatch.probe.process.view.OwnWordSource;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.publish.Health;
import io.forkwatch.probe.publish.MetricSources;
import io.forkwatch.probe.report.KeptExits;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Where the answers come from. The suppliers are asked once an answer, on the thread that gives it.
 *
 * @param views what the sampler published last
 * @param figures what the metrics know beside it
 * @param exits the last ends
 * @param health of the sampler
 * @param interval between two samples of a child
 * @param procFs for the processes of one child, and for this JVM
 * @param clocks to put monotonic times on the wall
 * @param originNanos monotonic time before the first tick, from which {@code seq} counts
 * @param version of Forkwatch
 * @param javaVersion of this JVM
 * @param words what JVMs among the children say of themselves
 * @param debug whether the paths below {@code /debug/} are answered
 */
public record ApiSources(
        Supplier<? extends LiveView> views,
        MetricSources figures,
        Supplier<KeptExits> exits,
        Health health,
        Duration interval,
        ProcFs procFs,
        Clocks clocks,
        long originNanos,
        String version,
        String javaVersion,
        OwnWordSource words,
        BooleanSupplier debug) {}
