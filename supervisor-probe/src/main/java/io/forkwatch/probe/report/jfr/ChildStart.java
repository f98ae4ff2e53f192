package io.forkwatch.probe.report.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timestamp;
import org.jspecify.annotations.Nullable;

@Name("forkwatch.ChildStart")
@Label("Child Start")
@Category("Forkwatch")
@Description("A child process is watched; written once, at the first sample during a recording")
@StackTrace(false)
final class ChildStart extends Event {
    @Label("Kind")
    @Nullable
    String kind;

    @Label("Slot")
    @Description("-1 beyond the cap")
    int slot;

    @Label("Process Id")
    long pid;

    @Label("Started")
    @Timestamp(Timestamp.MILLISECONDS_SINCE_EPOCH)
    long started;

    @Label("Command")
    @Description("Without secrets")
    @Nullable
    String command;

    @Label("Directory")
    @Nullable
    String directory;
}
