package io.forkwatch.bench.part;

import io.forkwatch.bench.Spread;
import io.forkwatch.bench.Table;
import io.forkwatch.bench.Work;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/** Runs the microbenchmarks in JVMs of their own. */
final class Micro {
    private Micro() {}

    /** Prints the table. */
    public static void main(String[] arguments) throws Exception {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include("io\\.forkwatch\\.bench\\.jmh\\..*")
                        .mode(Mode.AverageTime)
                        .timeUnit(TimeUnit.NANOSECONDS)
                        .forks(Work.quick() ? 1 : 3)
                        .warmupIterations(3)
                        .warmupTime(TimeValue.seconds(Work.quick() ? 1 : 2))
                        .measurementIterations(Work.quick() ? 5 : 10)
                        .measurementTime(TimeValue.seconds(1))
                        .addProfiler(GCProfiler.class)
                        .jvmArgsAppend("-Dbench.work=" + Work.file(""))
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
        Table.head("benchmark", "ns a call", "B a call");
        for (RunResult result : results) {
            Table.row(
                    result.getParams().getBenchmark().replaceFirst(".*\\.jmh\\.", ""),
                    spread(result.getPrimaryResult().getStatistics()).toText(0),
                    Table.number(allocated(result), 1));
        }
    }

    private static Spread spread(Statistics iterations) {
        return new Spread(iterations.getPercentile(10), iterations.getPercentile(50), iterations.getPercentile(90));
    }

    @SuppressWarnings("rawtypes") // As JMH declares it.
    private static double allocated(RunResult result) {
        return result.getSecondaryResults().entrySet().stream()
                .filter(entry -> entry.getKey().endsWith("gc.alloc.rate.norm"))
                .mapToDouble(entry -> entry.getValue().getScore())
                .findFirst()
                .orElse(Double.NaN);
    }
}
