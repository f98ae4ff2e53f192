package io.forkwatch.probe.lifecycle;

import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.publish.http.MetricsPort;
import io.forkwatch.probe.report.Report;
import io.forkwatch.probe.takeover.Takeover;
import java.util.Optional;

/**
 * What is told about the port, in the words of the report.
 *
 * @param report where
 * @param version of Forkwatch
 * @param prefersChildren whether the kernel is asked to take children first
 * @param procFs says which pid this JVM has
 * @param takeover has the marker, where the port can be found
 */
record StartLine(Report report, String version, boolean prefersChildren, ProcFs procFs, Takeover takeover)
        implements MetricsPort.Announcements {
    @Override
    public void started(Optional<String> url) {
        report.started(version, FixedFacts.ownPid(procFs), url, prefersChildren);
    }

    @Override
    public void listens(Optional<String> url) {
        takeover.listens(url);
    }

    @Override
    public void notice(String line) {
        report.notice(line);
    }
}
