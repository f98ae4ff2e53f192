package io.forkwatch.probe.lifecycle;

import io.forkwatch.agent.entry.Stderr;
import io.forkwatch.agent.entry.Suitability;
import io.forkwatch.probe.advice.SharedMemory;
import io.forkwatch.probe.cgroup.CgroupTracker;
import io.forkwatch.probe.diagnose.Diagnoser;
import io.forkwatch.probe.dump.ThreadDumps;
import io.forkwatch.probe.evidence.Capabilities;
import io.forkwatch.probe.evidence.EvidenceCollector;
import io.forkwatch.probe.evidence.kernel.KernelLogEvidence;
import io.forkwatch.probe.evidence.perf.JvmWatch;
import io.forkwatch.probe.intercept.BeforeKill;
import io.forkwatch.probe.intercept.HookOptions;
import io.forkwatch.probe.intercept.Interception;
import io.forkwatch.probe.intercept.Lend;
import io.forkwatch.probe.naming.InnerCommand;
import io.forkwatch.probe.options.ProbeOptions;
import io.forkwatch.probe.orphans.Orphans;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.Tally;
import io.forkwatch.probe.process.view.FixedView;
import io.forkwatch.probe.process.view.PssView;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.ThreadClocks;
import io.forkwatch.probe.procfs.handle.ProcAccess;
import io.forkwatch.probe.publish.Health;
import io.forkwatch.probe.publish.MetricSources;
import io.forkwatch.probe.publish.ProbeMetrics;
import io.forkwatch.probe.publish.api.Api;
import io.forkwatch.probe.publish.api.ApiSources;
import io.forkwatch.probe.publish.http.HttpLoggingGate;
import io.forkwatch.probe.publish.http.HttpServerFactory;
import io.forkwatch.probe.publish.http.MetricsPort;
import io.forkwatch.probe.register.ChildNames;
import io.forkwatch.probe.register.ChildRegister;
import io.forkwatch.probe.register.OomPreference;
import io.forkwatch.probe.report.Logs;
import io.forkwatch.probe.report.Report;
import io.forkwatch.probe.report.SummaryMode;
import io.forkwatch.probe.report.jfr.JfrGate;
import io.forkwatch.probe.reporter.DeathPipeline;
import io.forkwatch.probe.reporter.Rehearsal;
import io.forkwatch.probe.reporter.Reporter;
import io.forkwatch.probe.reporter.ReporterQueue;
import io.forkwatch.probe.sample.EventInbox;
import io.forkwatch.probe.sample.PssWatch;
import io.forkwatch.probe.sample.Sampler;
import io.forkwatch.probe.takeover.StateFileWriter;
import io.forkwatch.probe.takeover.Takeover;
import io.forkwatch.probe.thread.Duty;
import io.forkwatch.probe.thread.DutyCycle;
import io.forkwatch.probe.thread.HeapRoom;
import io.forkwatch.probe.thread.PeriodicDuty;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The one composition root: what Forkwatch is made of in this JVM. What every thread needs is made with it, on a thread of
 * the host and so without a lambda; what one thread of ours needs is made when that thread asks for it.
 */
final class Composition {
    private static final int INBOX_CAPACITY = 16_384;

    /** The first child is being started: its thread and ours would load classes in each other's way. Its event wakes us. */
    private static final long SAMPLER_PATIENCE_NANOS = 100_000_000;

    private static final long REPORTER_PATIENCE_NANOS = 200_000_000;

    /** Start and end of a child as short as true come within it: one iteration for both, and nothing to open. */
    private static final long SAMPLER_GATHER_NANOS = 10_000_000;

    /** A summary may take 100 ms; one wake-up serves all deaths within a tenth of that. */
    private static final long REPORTER_GATHER_NANOS = 10_000_000;

    private final ProbeOptions options;
    private final String version;
    private final boolean late;
    private final Interception interception;
    private final Clocks clocks;
    private final long originNanos;
    private final ProcFs procFs;
    private final ThreadClocks threads = ThreadClocks.system();
    private final Tally dropped = new Tally();
    private final JfrGate jfr = new JfrGate(ModuleLayer.boot());
    private final DutyCycle samplerCycle = new DutyCycle("sampler", SAMPLER_PATIENCE_NANOS, SAMPLER_GATHER_NANOS);
    private final DutyCycle reporterCycle = new DutyCycle("reporter", REPORTER_PATIENCE_NANOS, REPORTER_GATHER_NANOS);
    private final ReporterQueue reports;
    private final EventInbox inbox;
    private final Takeover takeover;
    private final BooleanSupplier portGate;
    private final HttpServerFactory httpServers;
    private final Instrumentation instrumentation;
    private final Stderr stderr;
    private final Optional<ThreadDumps> dumps;

    /** Sought by the reporter, asked at the end. */
    private volatile ApplicationHooks applicationHooks = ApplicationHooks.none();

    /** Made by the reporter, asked by the host. */
    private volatile Optional<Advices> advices = Optional.empty();

    /** The reporter's. */
    private Optional<MetricsPort> port = Optional.empty();

    private Optional<Site> site = Optional.empty();

    /**
     * A composition of which nothing runs yet.
     *
     * @param version of Forkwatch
     * @param late true if this JVM runs already, and may have children
     */
    Composition(
            ProbeOptions options,
            Instrumentation instrumentation,
            String version,
            boolean late,
            Interception interception,
            Machine machine) {
        this.options = options;
        this.version = version;
        this.late = late;
        this.interception = interception;
        this.clocks = machine.clocks();
        this.procFs = machine.procFs();
        this.originNanos = clocks.nanos();
        this.reports = new ReporterQueue(originNanos, dropped, jfr, reporterCycle.waker());
        Optional<Path> perfData = FixedFacts.perfData();
        this.inbox =
                new EventInbox(INBOX_CAPACITY, procFs, clocks.monotonic(), dropped, samplerCycle.waker(), perfData);
        this.takeover = new Takeover(machine.marks(), procFs, clocks);
        this.portGate = HttpLoggingGate.ofThisJvm(instrumentation, clocks);
        this.httpServers = HttpServerFactory.ofThisJdk(instrumentation);
        this.instrumentation = instrumentation;
        this.stderr = machine.stderr();
        this.dumps = options.dumps()
                ? Insides.dumps(options, instrumentation, machine, takeover, reports)
                : Optional.empty();
    }

    /** Where the sampler delivers. */
    ReporterQueue reports() {
        return reports;
    }

    /** Why a child should be recycled, see {@link Advices#of}. */
    String advice(long pid) {
        return advices.isPresent() ? advices.get().of(pid) : "";
    }

    /** That of this JVM. */
    Stderr stderr() {
        return stderr;
    }

    /** For the last children of this JVM, from now on. */
    LastWait lastWait() {
        return new LastWait(applicationHooks, inbox, clocks.nanos());
    }

    /** True if the reporter has begun, so that it says the start line. */
    boolean hasReported() {
        return reporterCycle.hasBegun();
    }

    /**
     * All parts, in the order in which they are turned on. The hooks first: the others cost time, and no child may start
     * unseen meanwhile. The reporter before the sampler: turned off in reverse order, it gets the sampler's last deaths.
     *
     * @param failed gets what kept a thread from starting its duty, or from going on with it
     */
    Parts parts(Consumer<Throwable> failed) {
        SummaryMode mode = options.log().summary();
        return new Parts(
                List.of(
                        new Hooks(),
                        new OwnMarker(),
                        new LastWords.OfReporter(reports, mode, stderr),
                        new ThreadPart(reporterCycle, new ReporterDuty(), false, reports, failed, stderr),
                        new LastWords.OfSampler(inbox, reports, mode),
                        new ThreadPart(samplerCycle, new SamplerDuty(), late, reports, failed, stderr)),
                reports);
    }

    /** Bridge and edits, and what they fill. */
    private final class Hooks implements Parts.Part {
        @Override
        public void start() throws ReflectiveOperationException, IOException {
            HookOptions hooks = options.hooks();
            Optional<Lend> lend = options.lends() ? Lending.of(options, takeover, reports) : Optional.empty();
            Optional<BeforeKill> kills = dumps.isPresent() ? Insides.beforeKill(options, dumps) : Optional.empty();
            interception.installBridge(inbox, clocks, hooks.stderrTailBytes(), hooks.fault(), lend, kills);
        }

        @Override
        public void stop(boolean abandoned) {
            interception.close();
            inbox.close();
            reports.close();
        }
    }

    /** The marker. Without one JVMs below do not know that they are watched: told, and no reason to be off. */
    private final class OwnMarker implements Parts.Part {
        @Override
        public void start() {
            try {
                takeover.mark();
            } catch (IOException nowhere) {
                reports.report("marker", nowhere);
            }
        }

        @Override
        public void stop(boolean abandoned) {
            if (!Suitability.isManaged()) {
                takeover.unmark();
            }
        }
    }

    /** What the thread {@code forkwatch-sampler} does. It builds the sampler itself: its classes are not the host's affair. */
    private final class SamplerDuty implements Duty {
        private final Consumer<String> notices = reports::notice;
        private Optional<Sampler> sampler = Optional.empty();

        @Override
        public void onStart() throws IOException {
            sampler = Optional.of(Composition.this.sampler());
        }

        @Override
        public long doWork() {
            interception.check(clocks.nanos(), notices, reports);
            return sampler.orElseThrow().doWork();
        }

        @Override
        public long gatherNanos(long usual) {
            return sampler.orElseThrow().gatherNanos();
        }

        @Override
        public void onClose() {
            interception.check(clocks.nanos(), notices, reports);
            sampler.orElseThrow().doLastWork();
        }

        @Override
        public void onLeave() {
            sampler.orElseThrow().giveBackDescriptors();
        }
    }

    private Sampler sampler() throws IOException {
        threads.follow("sampler");
        reports.publish(FixedView.empty(clocks.nanos()));
        ProcAccess proc = ProcAccess.of(procFs, procFs.auxv());
        CgroupTracker cgroups = new CgroupTracker(procFs);
        Orphans orphans = new Orphans(proc, clocks, options.orphans(), dropped, reports);
        ChildRegister register = new ChildRegister(
                proc,
                cgroups,
                new ChildNames(options.kindRules(), dropped),
                interception.olderChildren(inbox),
                Path.of("").toAbsolutePath().toString(),
                clocks,
                reports);
        if (options.prefersChildren()) {
            register.prefer(new OomPreference(procFs, reports));
        }
        Sampler sampler =
                new Sampler(inbox, proc, register, cgroups, orphans, clocks, options.sampling(), reports, reports);
        if (procFs.isForeign()) {
            reports.notice(FixedFacts.FOREIGN_PROC);
        }
        if (late) {
            sampler.seekChildren();
        }
        return sampler;
    }

    /** What the thread {@code forkwatch-reporter} does. It builds the reporter itself: its classes are not the host's affair. */
    private final class ReporterDuty implements Duty {
        private Optional<Reporter> reporter = Optional.empty();

        @Override
        public void onStart() {
            applicationHooks = ApplicationHooks.ofThisJvm();
            reporter = Optional.of(Composition.this.reporter());
        }

        @Override
        public long doWork() {
            return reporter.orElseThrow().doWork();
        }

        @Override
        public void onClose() {
            reporter.orElseThrow().close();
        }

        @Override
        public void onLeave() {
            port.ifPresent(MetricsPort::close);
        }
    }

    private Reporter reporter() {
        threads.follow("reporter");
        Tally troubles = new Tally();
        Logs logs = Logs.open(options.log(), options.exits(), stderr, takeover.log(), clocks, troubles, dropped);
        KernelLogEvidence kernel = KernelLogEvidence.ofMachine(instrumentation, procFs::inInitialPidNamespace, clocks);
        JvmWatch jvms = JvmWatch.of(procFs, clocks);
        Capabilities capabilities =
                new Capabilities(() -> FixedFacts.capabilities(interception, logs), kernel, jvms, procFs);
        EvidenceCollector evidence =
                EvidenceCollector.ofMachine(interception::seesKills, jvms, kernel, clocks, new InnerCommand());
        evidence.listen(takeover.marker(), procFs, clocks, logs.trouble());
        Optional<PssWatch> pss =
                options.sampling().pss().map(interval -> new PssWatch(procFs, clocks.monotonic(), interval));
        Advices advice = new Advices(options, clocks, procFs, reports, jvms::view, logs.report(), logs.trouble());
        advices = Optional.of(advice);
        MetricSources figures = new MetricSources(
                reports::snapshot,
                jvms::view,
                () -> pss.map(PssWatch::view).orElse(PssView.EMPTY),
                advice::view,
                new SharedMemory(procFs)::read,
                capabilities::now,
                threads::nanos,
                troubles,
                dropped);
        ProbeMetrics metrics = new ProbeMetrics(figures, FixedFacts.reasons(), version, FixedFacts.javaVersion());
        reports.measuredBy(metrics);
        Diagnoser diagnoser = new Diagnoser();
        Duties.KernelLogs kernelLog = new Duties.KernelLogs(kernel);
        List<PeriodicDuty> duties = duties(kernelLog, evidence, pss, advice, port(metrics, figures, logs), logs);
        if (!options.files().isEmpty()) {
            duties.add(reload(advice, metrics, logs.report()));
        }
        return new Reporter(
                reports,
                new DeathPipeline(
                        Insides.beside(evidence, options, dumps, jvms.ownUid(), takeover, clocks, reports),
                        diagnoser,
                        options.expectedEnds(),
                        List.of(metrics, logs.report(), reports, logs.exits(), jfr, advice),
                        logs.trouble()),
                kernelLog,
                new Rehearsal(diagnoser, logs.unheard(), HeapRoom::bytes, reports::isBurst),
                duties,
                logs.report(),
                logs.sink(),
                jfr,
                clocks,
                logs.trouble());
    }

    private List<PeriodicDuty> duties(
            Duties.KernelLogs kernel,
            EvidenceCollector evidence,
            Optional<PssWatch> pss,
            Advices advice,
            MetricsPort port,
            Logs logs) {
        List<PeriodicDuty> duties = new ArrayList<>();
        duties.add(new Duties.Takeovers(takeover, inbox, reports));
        duties.add(kernel);
        duties.add(new BuildDaemons(reports));
        duties.add(new Duties.Evidences(evidence, reports));
        duties.add(advice);
        if (options.dumpsOnHang()) {
            duties.add(HangDumps.of(dumps.orElseThrow(), advice, reports, logs.report()));
        }
        if (pss.isPresent()) {
            duties.add(new Duties.Pss(pss.get(), reports));
        }
        duties.add(new Duties.Exits(logs.exits()));
        Optional<StateFileWriter> state = takeover.stateFileWriter(logs.trouble());
        duties.add(new Duties.OwnMarker(takeover, state, clocks.nanos(), logs.trouble()));
        state.ifPresent(file -> duties.add(new Duties.StateFiles(file, reports, clocks)));
        duties.add(port);
        return duties;
    }

    private MetricsPort port(ProbeMetrics metrics, MetricSources figures, Logs logs) {
        Health health = new Health(
                reports::view,
                () -> logs.standIn(takeover.log()),
                samplerCycle::lagNanos,
                options.sampling().interval(),
                clocks);
        Site shown = new Site(
                () -> new Api(apiSources(figures, health, logs)),
                Debugging.of(options.debug(), reports::view, figures, procFs, instrumentation, clocks));
        site = Optional.of(shown);
        MetricsPort made = new MetricsPort(
                options.port(),
                FixedFacts.openFilesLimit(procFs),
                metrics,
                health,
                shown,
                () -> !reports.isEnding() && portGate.getAsBoolean(),
                ModuleLayer.boot(),
                httpServers,
                new StartLine(logs.report(), version, options.touches(), procFs, takeover),
                logs.trouble());
        port = Optional.of(made);
        return made;
    }

    private OptionReload reload(Advices advice, ProbeMetrics metrics, Report report) {
        Tally results = new Tally();
        metrics.reloads(results);
        Consumer<ProbeOptions> apply = changed -> {
            advice.choose(changed);
            if (!changed.debug()) {
                site.orElseThrow().shutDebug();
            }
        };
        return new OptionReload(options, apply, report::notice, results, clocks.nanos());
    }

    private ApiSources apiSources(MetricSources figures, Health health, Logs logs) {
        return new ApiSources(
                reports::view,
                figures,
                logs.exits()::kept,
                health,
                options.sampling().interval(),
                procFs,
                clocks,
                originNanos,
                version,
                FixedFacts.javaVersion(),
                new ChildWords(takeover.marker(), procFs, clocks, logs.trouble()),
                () -> port.isPresent()
                        && port.get().isDebugOpen()
                        && !site.orElseThrow().isDebugShut());
    }
}
