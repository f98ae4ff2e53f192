package io.forkwatch.probe.lifecycle;

import io.forkwatch.probe.options.ProbeOptions;
import io.forkwatch.probe.process.Trouble;
import io.forkwatch.probe.process.view.LiveView;
import io.forkwatch.probe.publish.Health;
import io.forkwatch.probe.publish.ProbeMetrics;
import io.forkwatch.probe.publish.http.NoHttpServerException;
import io.forkwatch.probe.publish.http.PortRetry;
import io.forkwatch.probe.publish.http.PortTakenException;
import io.forkwatch.probe.publish.http.ProbeServer;
import io.forkwatch.probe.publish.http.UnusableHostException;
import io.forkwatch.probe.report.Report;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/** The metrics port: opened as soon as its gate allows, tried again with growing patience where it is taken. */
final class MetricsPort {
    private static final long FOREVER_NANOS = 3_600_000_000_000L;
    private static final long GATE_NANOS = 1_000_000_000;

    private final Ground ground;
    private final ProbeMetrics metrics;
    private final Health health;
    private final Report report;
    private final Trouble trouble;
    private final ModuleLayer modules;
    private final PortRetry retry = new PortRetry();
    private Optional<ProbeServer> server = Optional.empty();
    private boolean wanted = true;
    private boolean told;

    /**
     * A port that is not open yet.
     *
     * @param modules of this JVM, of which the one with the HTTP server may be missing
     */
    MetricsPort(
            Ground ground,
            ProbeMetrics metrics,
            Supplier<? extends LiveView> views,
            Report report,
            Trouble trouble,
            ModuleLayer modules) {
        this.ground = ground;
        this.metrics = metrics;
        this.health = new Health(views, ground.options().interval(), ground.clocks());
        this.report = report;
        this.trouble = trouble;
        this.modules = modules;
    }

    /** Tries to open the port if it is time to; returns the nanoseconds until it is time again. */
    long turn(long nanos) {
        if (isMissing() && retry.due(nanos)) {
            if (!ground.portGate().getAsBoolean()) {
                return GATE_NANOS;
            }
            open(nanos);
        }
        return isMissing() ? Math.max(1, retry.remainingNanos(nanos)) : FOREVER_NANOS;
    }

    private boolean isMissing() {
        return wanted && server.isEmpty();
    }

    private void open(long nanos) {
        Optional<String> problem = missingModule();
        if (problem.isPresent()) {
            wanted = false;
        } else {
            problem = tryToOpen(nanos);
        }
        tellStart();
        if (retry.failures() <= 1) {
            problem.ifPresent(report::notice);
        }
    }

    private Optional<String> missingModule() {
        return modules.findModule("jdk.httpserver").isPresent()
                ? Optional.empty()
                : Optional.of(
                        "no metrics port: this runtime was made without the module jdk.httpserver; everything else works");
    }

    private Optional<String> tryToOpen(long nanos) {
        ProbeOptions options = ground.options();
        try {
            server = Optional.of(
                    ProbeServer.open(ground.httpServers(), options.host(), options.port(), metrics, health, trouble));
            if (told) {
                report.notice("metrics on " + server.get().url());
            }
            return Optional.empty();
        } catch (PortTakenException taken) {
            retry.failed(nanos);
            return Optional.of(taken.getMessage() + "; trying again in the background, everything else works");
        } catch (UnusableHostException | NoHttpServerException wrong) {
            wanted = false;
            return Optional.of("no metrics port: " + wrong.getMessage());
        } catch (IOException refused) {
            retry.failed(nanos);
            return Optional.of("no metrics port yet: " + refused + "; trying again in the background");
        }
    }

    // The one start line. It waits for the gate and comes with the first attempt, whatever became of that.
    private void tellStart() {
        if (!told) {
            told = true;
            report.started(ground.version(), ownPid(), server.map(ProbeServer::url));
        }
    }

    // Not by ProcessHandle where it can be helped: its class is one of those we edit, and edits wait for children.
    private long ownPid() {
        try {
            return ground.procFs().self().pid();
        } catch (IOException hidden) {
            return ProcessHandle.current().pid();
        }
    }

    /** Closes the port; a JVM that ended before the first attempt still has its start line. */
    void close() {
        wanted = false;
        tellStart();
        server.ifPresent(ProbeServer::close);
    }
}
