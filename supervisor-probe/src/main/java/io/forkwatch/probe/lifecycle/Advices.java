package io.forkwatch.probe.lifecycle;

import io.forkwatch.probe.advice.AdviceOptions;
import io.forkwatch.probe.advice.Advisor;
import io.forkwatch.probe.advice.CgroupWatch;
import io.forkwatch.probe.advice.GrowthWatch;
import io.forkwatch.probe.advice.MemoryMonitor;
import io.forkwatch.probe.advice.MootPreference;
import io.forkwatch.probe.advice.jmx.AdviceBean;
import io.forkwatch.probe.diagnose.verdict.DeathReceiver;
import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.process.Trouble;
import io.forkwatch.probe.process.advice.Advice;
import io.forkwatch.probe.process.advice.AdviceNews;
import io.forkwatch.probe.process.advice.AdviceView;
import io.forkwatch.probe.process.advice.Advisory;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.view.JvmView;
import io.forkwatch.probe.process.view.LiveView;
import io.forkwatch.probe.process.view.Snapshot;
import io.forkwatch.probe.procfs.ProcFs;
import io.forkwatch.probe.procfs.cgroup.MemoryCgroup;
import io.forkwatch.probe.report.Report;
import io.forkwatch.probe.reporter.ReporterQueue;
import io.forkwatch.probe.thread.PeriodicDuty;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Advice as a duty of the reporter, while there are children: once a second where something is limited, else seldom. */
final class Advices implements PeriodicDuty, DeathReceiver {
    private static final long PAUSE_NANOS = 1_000_000_000;
    private static final long LONG_PAUSE_NANOS = 10 * PAUSE_NANOS;

    private final Optional<Advisor> advisor;
    private final Optional<MemoryMonitor> memory;
    private final GrowthWatch growth;
    private final Optional<AdviceBean> bean;
    private final Optional<MootPreference> moot;
    private final ProcFs procFs;
    private Optional<CgroupWatch> pushes = Optional.empty();
    private final Trouble trouble;
    private final ReporterQueue reports;
    private final Supplier<JvmView> jvms;
    private OptionalLong checkedNanos = OptionalLong.empty();
    private OptionalLong grownNanos = OptionalLong.empty();
    private long pauseNanos = PAUSE_NANOS;

    /**
     * As far as the options ask for it.
     *
     * @param prefersChildren whether the kernel is asked to take children first
     * @param jvms what is known of the JVMs among the children
     * @param report says it
     * @param trouble where it is told that the bean was refused
     */
    Advices(
            AdviceOptions options,
            boolean prefersChildren,
            ProcFs procFs,
            ReporterQueue reports,
            Supplier<JvmView> jvms,
            Report report,
            Trouble trouble) {
        boolean limited = !options.limits().isEmpty();
        this.trouble = trouble;
        this.bean = limited && ModuleLayer.boot().findModule("java.management").isPresent()
                ? Optional.of(new AdviceBean(this::view))
                : Optional.empty();
        this.advisor = limited ? Optional.of(new Advisor(options, news -> say(news, report))) : Optional.empty();
        this.memory = options.memoryWarnPercent().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new MemoryMonitor(procFs, options.memoryWarnPercent().getAsInt() / 100.0, report::advice));
        this.growth = new GrowthWatch(options.limits(), report::advice);
        this.moot = prefersChildren ? Optional.of(new MootPreference(procFs, report::notice)) : Optional.empty();
        this.procFs = procFs;
        this.reports = reports;
        this.jvms = jvms;
    }

    private void say(Advisory news, Report report) {
        report.advice(news);
        if (bean.isPresent() && news instanceof AdviceNews advice) {
            bean.get().say(advice, System.currentTimeMillis());
        }
    }

    /** What is advised; for any thread. */
    AdviceView view() {
        return advisor.map(Advisor::view)
                .orElse(AdviceView.NONE)
                .with(growth.forecasts(), memory.flatMap(MemoryMonitor::nextVictim));
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
        if (left(grownNanos, LONG_PAUSE_NANOS, nanos) <= 0) {
            grownNanos = OptionalLong.of(nanos);
            Snapshot snapshot = view.snapshot();
            growth.check(snapshot.children(), view::history);
        }
        pauseNanos = limited || advisor.isPresent() ? PAUSE_NANOS : LONG_PAUSE_NANOS;
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
        if (bean.isPresent()) { // No method reference: that would load the class where there is no JMX.
            bean.get().close();
        }
        if (pushes.isPresent()) {
            pushes.get().close();
        }
    }

    @Override
    public void died(Death death, Diagnosis diagnosis) {
        if (advisor.isPresent()) {
            advisor.get().died(death, diagnosis);
        }
    }
}
