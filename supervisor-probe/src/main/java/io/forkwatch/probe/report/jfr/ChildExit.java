package io.forkwatch.probe.report.jfr;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import jdk.jfr.Timestamp;
import org.jspecify.annotations.Nullable;

@Name("forkwatch.ChildExit")
@Label("Child Exit")
@Category("Forkwatch")
@Description("A child process ended: how, and why")
@StackTrace(false)
final class ChildExit extends Event {
    @Label("Kind")
    @Nullable
    String kind;

    @Label("Slot")
    @Description("-1 beyond the cap")
    int slot;

    @Label("Process Id")
    long pid;

    @Label("Ended")
    @Timestamp(Timestamp.MILLISECONDS_SINCE_EPOCH)
    long ended;

    @Label("Lifetime")
    @Timespan
    long lifetime;

    @Label("Signal")
    @Description("The one that ended it, for certain")
    @Nullable
    String signal;

    @Label("Exit Value")
    @Description("What Process.exitValue() says; -1 where nobody saw the end")
    int exitValue;

    @Label("Certainty")
    @Nullable
    String certainty;

    @Label("Reason")
    @Nullable
    String reason;

    @Label("Confidence")
    @Nullable
    String confidence;

    @Label("Rule")
    @Nullable
    String rule;

    @Label("Evidence")
    @Nullable
    String evidence;

    @Label("Peak Resident Memory")
    @DataAmount
    long peakRssBytes;

    @Label("Peak Resident Memory of the Tree")
    @DataAmount
    long peakTreeRssBytes;

    @Label("User CPU Time")
    @Timespan
    long userCpu;

    @Label("System CPU Time")
    @Timespan
    long systemCpu;
}
