package io.forkwatch.probe.publish.http;

import io.forkwatch.probe.process.Trouble;
import io.forkwatch.probe.publish.Health;
import io.forkwatch.probe.publish.ProbeMetrics;
import io.forkwatch.probe.publish.web.WebPages;
import io.forkwatch.probe.thread.Confined;
import io.forkwatch.probe.thread.PeriodicDuty;
import java.io.IOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The metrics port: opened as soon as its gate allows, tried again with growing patience where it is taken. */
@Confined(Confined.To.REPORTER)
public final class MetricsPort implements PeriodicDuty {
    private static final long FOREVER_NANOS = 3_600_000_000_000L;
    private static final long GATE_NANOS = 1_000_000_000;
    private static final long CHECK_NANOS = 1_000_000_000;

    private final PortOptions options;
    private final long openFilesLimit;
    private final ProbeMetrics metrics;
    private final Health health;
    private final WebPages pages;
    private final BooleanSupplier gate;
    private final ModuleLayer modules;
    private final HttpServerFactory servers;
    private final Announcements announcements;
    private final Trouble trouble;
    private final PortRetry retry = new PortRetry();
    private final Guard guard;
    private Optional<ProbeServer> server = Optional.empty();
    private boolean wanted = true;
    private boolean told;
    private boolean toldShut;
    private volatile boolean debugOpen;

    /** What people are told about the port. */
    public interface Announcements {
        /**
         * Forkwatch has started: called once, with the first attempt, whatever became of that.
         *
         * @param url where the metrics are; absent without a port
         */
        void started(Optional<String> url);

        /**
         * The port was opened, or is lost.
         *
         * @param url where the metrics are; absent without a port
         */
        void listens(Optional<String> url);

        /** Something has changed, or does not work: one line without prefix. */
        void notice(String line);
    }

    /**
     * A port that is not open yet.
     *
     * @param options where it listens
     * @param openFilesLimit how many files this process may have open
     * @param pages what is answered beside metrics and health
     * @param gate whether it may be opened
     * @param modules of this JVM, of which the one with the HTTP server may be missing
     * @param servers makes the server of the port
     */
    public MetricsPort(
            PortOptions options,
            long openFilesLimit,
            ProbeMetrics metrics,
            Health health,
            WebPages pages,
            BooleanSupplier gate,
            ModuleLayer modules,
            HttpServerFactory servers,
            Announcements announcements,
            Trouble trouble) {
        this.options = options;
        this.openFilesLimit = openFilesLimit;
        this.metrics = metrics;
        this.health = health;
        this.pages = pages;
        this.gate = gate;
        this.modules = modules;
        this.servers = servers;
        this.announcements = announcements;
        this.trouble = trouble;
        this.guard = Guard.of(options, System::nanoTime, announcements::notice);
        guard.tls().ifPresent(tls -> metrics.certificate(tls::expirySeconds));
    }

    @Override
    public String what() {
        return "port";
    }

    /** Checks the port that is open, or tries to open it if it is time to; returns the nanoseconds until it is time again. */
    @Override
    public long doWork(long nanos) {
        if (server.isPresent()) {
            check(server.get(), nanos);
        }
        if (isMissing() && retry.due(nanos)) {
            if (!gate.getAsBoolean()) {
                return GATE_NANOS;
            }
            open(nanos);
        }
        if (isMissing()) {
            return Math.max(1, retry.remainingNanos(nanos));
        }
        return server.isPresent() ? CHECK_NANOS : FOREVER_NANOS;
    }

    private void check(ProbeServer open, long nanos) {
        try {
            guard.check();
            open.check();
        } catch (IOException lost) {
            server = Optional.empty();
            announcements.listens(Optional.empty());
            retry.failed(nanos);
            announcements.notice("no metrics port any more: " + lost + "; trying again in the background");
        }
    }

    /** Whether the paths below {@code /debug/} are answered. For any thread. */
    @Confined(Confined.To.ANY)
    public boolean isDebugOpen() {
        return debugOpen;
    }

    private void tellDebug(ProbeServer opened) {
        debugOpen = opened.isDebugOpen();
        if (opened.isDebugShut() && !toldShut) {
            toldShut = true;
            announcements.notice(ProbeServer.DEBUG_SHUT);
        }
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
        server.ifPresent(this::tellDebug);
        if (retry.failures() <= 1) {
            problem.ifPresent(announcements::notice);
        }
    }

    private Optional<String> missingModule() {
        return modules.findModule("jdk.httpserver").isPresent()
                ? Optional.empty()
                : Optional.of(
                        "no metrics port: this runtime was made without the module jdk.httpserver; everything else works");
    }

    private Optional<String> tryToOpen(long nanos) {
        guard.check();
        if (!guard.isReady()) {
            retry.failed(nanos);
            return Optional.of("no metrics port yet: it has no certificate; trying again in the background");
        }
        try {
            server = Optional.of(
                    ProbeServer.open(servers, options, guard, openFilesLimit, metrics, health, pages, trouble));
            announcements.listens(Optional.of(server.get().url()));
            retry.succeeded();
            if (told) {
                announcements.notice("metrics on " + server.get().url());
            }
            return Optional.empty();
        } catch (PortTakenException taken) {
            retry.failed(nanos);
            return Optional.of(taken.getMessage() + "; trying again in the background, everything else works");
        } catch (UnusableHostException | NoHttpServerException wrong) {
            wanted = false;
            return Optional.of("no metrics port: " + wrong.getMessage());
        } catch (IOException refused) {
            failed(refused.getCause(), nanos);
            return Optional.of("no metrics port yet: " + refused + "; trying again in the background");
        } catch (Error | RuntimeException fault) {
            // As where no more threads may be started: an attempt like any other.
            failed(fault, nanos);
            trouble.report("port", fault);
            return Optional.empty();
        }
    }

    private void failed(@Nullable Throwable cause, long nanos) {
        if (cause instanceof OutOfMemoryError) {
            retry.failedWithoutThread(nanos);
        } else {
            retry.failed(nanos);
        }
    }

    // The one start line. It waits for the gate and comes with the first attempt, whatever became of that.
    private void tellStart() {
        if (!told) {
            told = true;
            announcements.started(server.map(ProbeServer::url));
        }
    }

    /** Closes the port; a JVM that ended before the first attempt still has its start line. */
    @Override
    public void close() {
        wanted = false;
        tellStart();
        server.ifPresent(ProbeServer::close);
        server = Optional.empty();
    }
}
