package io.forkwatch.probe.lifecycle;

import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.publish.http.MetricsPort;
import io.forkwatch.probe.report.Report;
import io.forkwatch.probe.takeover.Takeover;
import java.util.List;
import java.util.Optional;

/**
 * What is told about the port, in the words of the report.
 *
 * @param report where
 * @param version of Forkwatch
 * @param touches what is on that touches children, by the keys of the options
 * @param procFs says which pid this JVM has
 * @param takeover has the marker, where the port can be found
 */
record StartLine(Report report, String version, List<String> touches, ProcFs procFs, Takeover takeover)
        implements MetricsPort.Announcements {
    @Override
    public void started(Optional<String> url) {
        report.started(version, FixedFacts.ownPid(procFs), url, touches);
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
