package io.forkwatch.probe.lifecycle;

import io.forkwatch.probe.advice.AdviceOptions;
import io.forkwatch.probe.advice.Advisor;
import io.forkwatch.probe.advice.CgroupWatch;
import io.forkwatch.probe.advice.GrowthWatch;
import io.forkwatch.probe.advice.IdleWatch;
import io.forkwatch.probe.advice.MemoryMonitor;
import io.forkwatch.probe.advice.MootPreference;
import io.forkwatch.probe.advice.jmx.AdviceBean;
import io.forkwatch.probe.diagnose.verdict.DeathReceiver;
import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.options.ProbeOptions;
import io.forkwatch.probe.process.Clocks;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.Trouble;
import io.forkwatch.probe.process.advice.Advice;
import io.forkwatch.probe.process.advice.AdviceNews;
import io.forkwatch.probe.process.advice.AdviceView;
import io.forkwatch.probe.process.advice.Advisory;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.hang.HangView;
import io.forkwatch.probe.process.view.JvmView;
import io.forkwatch.probe.process.view.LiveView;
import io.forkwatch.probe.process.view.Snapshot;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.cgroup.MemoryCgroup;
import io.forkwatch.probe.report.Report;
import io.forkwatch.probe.reporter.ReporterQueue;
import io.forkwatch.probe.sweep.SweepOptions;
import io.forkwatch.probe.thread.PeriodicDuty;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Advice as a duty of the reporter, while there are children: once a second where something is limited, else seldom. */
final class Advices implements PeriodicDuty, DeathReceiver {
    private static final long PAUSE_NANOS = 1_000_000_000;
    private static final long LONG_PAUSE_NANOS = 10 * PAUSE_NANOS;

    private final Optional<MootPreference> moot;
    private final Clocks clocks;
    private final ProcFs procFs;
    private final Report report;
    private Optional<CgroupWatch> pushes = Optional.empty();
    private final Trouble trouble;
    private final ReporterQueue reports;
    private final Supplier<JvmView> jvms;
    private volatile Optional<Advisor> advisor = Optional.empty();
    private volatile Optional<MemoryMonitor> memory = Optional.empty();
    private volatile GrowthWatch growth;
    private volatile Optional<IdleWatch> idle = Optional.empty();
    private volatile Optional<Sweeps> sweeps = Optional.empty();
    private final HangGate hangs;
    private volatile Supplier<Map<ProcessKey, HangView.Blocked>> deadlocks = Map::of;
    private Optional<AdviceBean> bean = Optional.empty();
    private OptionalInt warnPercent = OptionalInt.empty();
    private Duration idleTtl = Duration.ZERO;
    private Optional<SweepOptions> swept = Optional.empty();
    private OptionalLong checkedNanos = OptionalLong.empty();
    private OptionalLong grownNanos = OptionalLong.empty();
    private long pauseNanos = PAUSE_NANOS;

    /**
     * As far as the options ask for it.
     *
     * @param chosen limits, and what is asked for beside them
     * @param jvms what is known of the JVMs among the children
     * @param report says it
     * @param trouble where it is told that the bean was refused
     */
    Advices(
            ProbeOptions chosen,
            Clocks clocks,
            ProcFs procFs,
            ReporterQueue reports,
            Supplier<JvmView> jvms,
            Report report,
            Trouble trouble) {
        this.clocks = clocks;
        this.procFs = procFs;
        this.report = report;
        this.trouble = trouble;
        this.reports = reports;
        this.jvms = jvms;
        this.moot =
                chosen.prefersChildren() ? Optional.of(new MootPreference(procFs, report::notice)) : Optional.empty();
        this.growth = new GrowthWatch(chosen.advice().limits(), report::advice);
        this.hangs = new HangGate(procFs, clocks, report, trouble);
        choose(chosen);
    }

    /** From now on these options hold. What stays as it was goes on as it was. On the reporter's thread. */
    void choose(ProbeOptions chosen) {
        limit(chosen.advice());
        Duration ttl = chosen.idleTtl();
        if (!ttl.equals(idleTtl)) {
            idle = ttl.isZero() ? Optional.empty() : Optional.of(new IdleWatch(ttl, procFs, report::advice));
            idleTtl = ttl;
        }
        hangs.choose(chosen.hangAfter());
        Optional<SweepOptions> sweep = chosen.sweep();
        if (!sweep.equals(swept)) {
            if (sweeps.isPresent()) {
                sweeps.get().close();
            }
            sweeps = sweep.isPresent()
                    ? Optional.of(new Sweeps(sweep.get(), clocks, procFs, reports, report, trouble))
                    : Optional.empty();
            swept = sweep;
        }
    }

    private void limit(AdviceOptions options) {
        boolean limited = !options.limits().isEmpty();
        if (advisor.isPresent()) {
            advisor.get().change(options);
            growth = new GrowthWatch(options.limits(), report::advice);
        } else if (limited) {
            bean = ModuleLayer.boot().findModule("java.management").isPresent()
                    ? Optional.of(new AdviceBean(this::view))
                    : Optional.empty();
            advisor = Optional.of(new Advisor(options, this::say));
            growth = new GrowthWatch(options.limits(), report::advice);
        }
        if (!options.memoryWarnPercent().equals(warnPercent)) {
            warnPercent = options.memoryWarnPercent();
            memory = warnPercent.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new MemoryMonitor(procFs, warnPercent.getAsInt() / 100.0, report::advice));
        }
    }

    private void say(Advisory news) {
        report.advice(news);
        if (bean.isPresent() && news instanceof AdviceNews advice) {
            bean.get().say(advice, System.currentTimeMillis());
        }
    }

    /** Who is held up by itself, as it has said when it was asked. */
    void deadlocks(Supplier<Map<ProcessKey, HangView.Blocked>> known) {
        deadlocks = known;
    }

    /** What is advised; for any thread. */
    AdviceView view() {
        AdviceView view = advisor.map(Advisor::view).orElse(AdviceView.NONE);
        return view.with(
                        growth.forecasts(),
                        memory.flatMap(MemoryMonitor::nextVictim),
                        idle.isPresent() ? idle.get().since() : Map.of(),
                        sweeps.isPresent() ? Optional.of(sweeps.get().view()) : Optional.empty())
                .with(hangs.view().with(deadlocks.get()));
    }

    /**
     * Why a child should be recycled, as {@code RecycleAdvice} reads it: limit, figure, limit, and monotonic time of the first
     * advice. For any thread.
     *
     * @return empty if it need not be
     */
    String of(long pid) {
        for (Advice advice : view().byChild().values()) {
            if (advice.child().key().pid() == pid) {
                return String.join(
                        " ",
                        advice.limit().label(),
                        Long.toString(advice.figure()),
                        Long.toString(advice.most()),
                        Long.toString(advice.sinceNanos()));
            }
        }
        return "";
    }

    @Override
    public String what() {
        return "advice";
    }

    @Override
    public long doWork(long nanos) {
        long due = sweeps.isPresent() ? sweeps.get().doWork(nanos) : Long.MAX_VALUE;
        due = Math.min(due, hangs.doWork(reports.view(), nanos));
        return Math.min(due, advise(nanos));
    }

    private long advise(long nanos) {
        LiveView view = reports.view();
        if (view.trees().isEmpty()) {
            return Long.MAX_VALUE; // The first child wakes the reporter.
        }
        long left = left(checkedNanos, pauseNanos, nanos);
        if (left > 0) {
            return left;
        }
        checkedNanos = OptionalLong.of(nanos);
        if (moot.isPresent()) {
            moot.get().check(nanos);
        }
        boolean limited = memory.isPresent() && memory.get().check(view::snapshot, jvms.get(), nanos);
        if (memory.isPresent() && memory.get().own().isPresent()) {
            push(memory.get().own(), nanos);
        }
        if (advisor.isPresent()) {
            advisor.get().check(view.snapshot(), jvms.get(), nanos);
            register();
        }
        if (idle.isPresent()) {
            idle.get().check(view::snapshot, nanos);
        }
        if (left(grownNanos, LONG_PAUSE_NANOS, nanos) <= 0) {
            grownNanos = OptionalLong.of(nanos);
            Snapshot snapshot = view.snapshot();
            growth.check(snapshot.children(), view::history);
        }
        pauseNanos = limited || advisor.isPresent() || idle.isPresent() ? PAUSE_NANOS : LONG_PAUSE_NANOS;
        return pauseNanos;
    }

    // Made where there is something that the kernel may push.
    private void push(Optional<MemoryCgroup> own, long nanos) {
        if (pushes.isEmpty() && own.orElseThrow().isUnified()) {
            pushes = Optional.of(new CgroupWatch(procFs, reports::snapshot, reports::advice, reports));
        }
        if (pushes.isPresent()) {
            pushes.get().check(own, nanos);
        }
    }

    private static long left(OptionalLong last, long pauseNanos, long nanos) {
        return last.isEmpty() ? 0 : pauseNanos - (nanos - last.getAsLong());
    }

    // Once a second it is asked whether the host has an MBean server by now: a look at a list.
    private void register() {
        if (bean.isPresent()) {
            bean.get().register(trouble);
        }
    }

    @Override
    public void close() {
        if (sweeps.isPresent()) {
            sweeps.get().close();
        }
        if (bean.isPresent()) { // No method reference: that would load the class where there is no JMX.
            bean.get().close();
        }
        if (pushes.isPresent()) {
            pushes.get().close();
        }
    }

    @Override
    public void died(Death death, Diagnosis diagnosis) {
        hangs.died(death);
        if (advisor.isPresent()) {
            advisor.get().died(death, diagnosis);
        }
    }
}
