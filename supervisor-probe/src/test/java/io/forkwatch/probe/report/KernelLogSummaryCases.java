package io.forkwatch.probe.report;

import io.forkwatch.probe.diagnose.Deaths;
import io.forkwatch.probe.diagnose.Ooms;
import io.forkwatch.probe.process.CpuTime;
import io.forkwatch.probe.process.view.ProcessSample;
import java.util.Map;
import java.util.OptionalDouble;

/** Those of {@link SummaryCases} that the kernel's log tells of, and those about figures that are old or may be wrong. */
final class KernelLogSummaryCases {
    private KernelLogSummaryCases() {}

    static void addTo(Map<String, Deaths> deaths) {
        Ooms moved = new Ooms().group(4, 1, 1).machine(1, 1).limitMib(2048).peakMib(2048);
        deaths.put(
                "kernel-log",
                SummaryCases.observed(Deaths.bySignal(9).oom(moved.counts()).kernelKill(4242, "java", true, false)));
        deaths.put(
                "kernel-log-machine",
                Deaths.bySignal(9).oom(new Ooms().machine(1, 1).counts()).kernelKill(4242, "java", false, false));
        deaths.put(
                "kernel-log-one-line",
                Deaths.bySignal(9).oom(new Ooms().group(4, 1, 1).counts()).kernelKillAlone(4242, "java"));
        deaths.put("exit-1-unknown-command", Deaths.byExit(1).command());
        deaths.put("kernel-log-others", Deaths.bySignal(9).oom(moved.counts()).kernelKill(7, "other", true, false));
        deaths.put(
                "kernel-log-relayed",
                Deaths.bySignal(9)
                        .command("timeout", "60", "java", "-jar", "app.jar")
                        .descendant(4243, "java", 1638 * SummaryCases.MIB, 40, false)
                        .oom(moved.counts())
                        .kernelKill(4243, "java", true, false));
        deaths.put("kernel-log-descendant", victimBelow(137, moved));
        deaths.put("kernel-log-more", seen(40, 312, 500).oom(moved.counts()).kernelKill(4242, "java", true, false));
        deaths.put("peak-as-of", seen(300, 39, 39).lifetimeMillis(600).doubt(300, 0, 0));
        deaths.put(
                "peak-long-ago", seen(899, 312, 2048).lifetimeMillis(9_000_000).doubt(7_380_000, 0, 0));
        deaths.put("rss-possible-error", seen(899, 312, 312).doubt(899, 134_217_728, 268_435_456));
        deaths.put("kernel-log-descendant-exit-1", victimBelow(1, moved));
        deaths.put("kernel-log-outlived", victimBelow(0, moved));
        deaths.put(
                "oom-perhaps-outlived",
                Deaths.byExit(0)
                        .descendant(4243, "java", 1638 * SummaryCases.MIB, 40, false)
                        .oom(moved.counts()));
    }

    private static Deaths victimBelow(int exit, Ooms counts) {
        return Deaths.byExit(exit)
                .command("sh", "-c", "java -jar app.jar; echo done")
                .descendant(4243, "java", 1638 * SummaryCases.MIB, 40, false)
                .oom(counts.counts())
                .kernelKill(4243, "java", true, false);
    }

    private static Deaths seen(long ageMillis, long lastMib, long peakMib) {
        ProcessSample last = new ProcessSample(
                Deaths.before(ageMillis),
                'S',
                lastMib * SummaryCases.MIB,
                41,
                lastMib * SummaryCases.MIB,
                1,
                41,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                new CpuTime(0, 0));
        return Deaths.bySignal(9).sample(last).peak(peakMib * SummaryCases.MIB, peakMib * SummaryCases.MIB);
    }
}
