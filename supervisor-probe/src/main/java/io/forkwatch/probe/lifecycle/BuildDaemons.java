package io.forkwatch.probe.lifecycle;

import io.forkwatch.probe.process.BuildDaemon;
import io.forkwatch.probe.process.Child;
import io.forkwatch.probe.process.view.ChildTree;
import io.forkwatch.probe.reporter.ReporterQueue;
import io.forkwatch.probe.thread.PeriodicDuty;
import java.util.List;

/** Says once that a child is a build daemon: it does the work, and what it starts dies unseen by whoever watches its client. */
final class BuildDaemons implements PeriodicDuty {
    private final ReporterQueue reports;
    private List<ChildTree> seen = List.of();
    private boolean said;

    BuildDaemons(ReporterQueue reports) {
        this.reports = reports;
    }

    @Override
    public String what() {
        return "build daemon";
    }

    @Override
    public long doWork(long nanos) {
        List<ChildTree> now = reports.view().trees();
        for (int i = 0; !said && now != seen && i < now.size(); i++) {
            Child child = now.get(i).child();
            if (BuildDaemon.GRADLE.is(child.name().kind())) {
                said = true;
                reports.notice(line(child));
            }
        }
        seen = now;
        return Long.MAX_VALUE;
    }

    private static String line(Child child) {
        return child.name() + " pid " + child.key().pid()
                + " is a build daemon, which outlives this JVM: to watch the workers"
                + " that it starts, give the agent to the daemon, with log=FILE: org.gradle.jvmargs in gradle.properties";
    }
}
