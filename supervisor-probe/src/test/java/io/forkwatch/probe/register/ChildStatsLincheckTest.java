package io.forkwatch.probe.register;

import io.forkwatch.probe.process.CpuTime;
import io.forkwatch.probe.process.view.Peak;
import io.forkwatch.probe.process.view.ProcessSample;
import io.forkwatch.probe.process.view.SlowSample;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.StampedLock;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;

/**
 * The sampler writes while another thread reads, in hundreds of interleavings: what is read is of one moment. Not tried:
 * writes that a processor shows to another one in a different order; for that there are the fences of the lock.
 */
@Tag("lincheck")
@EnabledForJreRange(maxVersion = 25, disabledReason = "Lincheck 3.7 rewrites byte code up to that of JDK 25")
class ChildStatsLincheckTest {
    @Test
    void whatIsReadIsOfOneMoment() {
        new ModelCheckingOptions()
                .iterations(10)
                .invocationsPerIteration(200)
                .threads(2)
                .actorsPerThread(3)
                .check(Calls.class);
    }

    /** The results of all calls are held against those of some order, one after the other. */
    @Param(name = "figure", gen = IntGen.class, conf = "1:9")
    public static final class Calls {
        private final ChildStats stats = new ChildStats(new StampedLock(), new History(new History.Room(1)));

        @Operation(nonParallelGroup = "sampler")
        public void take(@Param(name = "figure") int figure) {
            var sample = new TreeSample();
            sample.nanos = figure * 1_000_000_000L;
            sample.state = (char) ('A' + figure);
            sample.rssBytes = figure;
            sample.threads = figure;
            sample.treeRssBytes = figure;
            sample.treeProcesses = figure;
            sample.treeThreads = figure;
            stats.take(sample, new CpuTime(figure, figure));
        }

        @Operation(nonParallelGroup = "sampler")
        public void takeMemory(@Param(name = "figure") int figure) {
            stats.takeMemory(figure, figure, figure);
        }

        @Operation(nonParallelGroup = "sampler")
        public void takeSlowly(@Param(name = "figure") int figure) {
            OptionalLong seen = OptionalLong.of(figure);
            stats.takeSlowly(figure, new SlowSample(seen, seen, seen, seen));
        }

        @Operation
        public Optional<ProcessSample> sample() {
            return stats.sample();
        }

        @Operation
        public Peak peak() {
            return stats.peak();
        }

        @Operation
        public CpuTime cpu() {
            return stats.cpu();
        }

        @Operation
        public SlowSample slow() {
            return stats.slow();
        }
    }
}
