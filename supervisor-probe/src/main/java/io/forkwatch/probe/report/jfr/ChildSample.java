package io.forkwatch.probe.report.jfr;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timestamp;
import org.jspecify.annotations.Nullable;

@Name("forkwatch.ChildSample")
@Label("Child Sample")
@Category("Forkwatch")
@Description("A sample of a child process, taken from outside; the tree is the child with its descendants")
@StackTrace(false)
final class ChildSample extends Event {
    @Label("Kind")
    @Nullable
    String kind;

    @Label("Slot")
    @Description("-1 beyond the cap")
    int slot;

    @Label("Process Id")
    long pid;

    @Label("Sampled")
    @Timestamp(Timestamp.MILLISECONDS_SINCE_EPOCH)
    long sampled;

    @Label("State")
    @Description("The letter of proc(5)")
    @Nullable
    String state;

    @Label("Resident Memory")
    @DataAmount
    long rssBytes;

    @Label("Resident Memory of the Tree")
    @DataAmount
    long treeRssBytes;

    @Label("Processes in the Tree")
    int treeProcesses;

    @Label("Threads in the Tree")
    long treeThreads;

    @Label("CPU Ratio")
    @Description("1.0 is one core; NaN until there are two samples")
    double cpuRatio;

    @Label("CPU Ratio of the Tree")
    double treeCpuRatio;
}
