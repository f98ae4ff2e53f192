package io.forkwatch.probe.report.jfr;

import io.forkwatch.probe.diagnose.verdict.Clue;
import io.forkwatch.probe.diagnose.verdict.Diagnosis;
import io.forkwatch.probe.diagnose.verdict.Signals;
import io.forkwatch.probe.process.Child;
import io.forkwatch.probe.process.ProcessKey;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.process.view.ProcessSample;
import io.forkwatch.probe.process.view.Snapshot;
import io.forkwatch.probe.thread.Confined;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import jdk.jfr.EventType;

/** Writes the events. It remembers what it has written. */
@Confined(Confined.To.REPORTER)
public final class JfrEvents {
    private final EventType starts = EventType.getEventType(ChildStart.class);
    private final EventType samples = EventType.getEventType(ChildSample.class);
    private final EventType exits = EventType.getEventType(ChildExit.class);

    /** Children whose start is written, and the time of the sample that was written last. */
    private Map<ProcessKey, Long> written = new HashMap<>();

    JfrEvents() {}

    /** Whether a recording that wants any of the events is on. Allocates nothing. */
    @Confined(Confined.To.ANY)
    boolean isRecording() {
        return starts.isEnabled() || samples.isEnabled() || exits.isEnabled();
    }

    /** Writes the starts and samples that are new in a snapshot. */
    public void living(Snapshot snapshot) {
        Map<ProcessKey, Long> living = new HashMap<>();
        for (LivingChild each : snapshot.children()) {
            ProcessKey key = each.child().key();
            Long last = written.get(key);
            if (last == null) {
                start(each.child());
            }
            living.put(key, sample(each, last == null ? Long.MIN_VALUE : last));
        }
        written = living;
    }

    /** Writes an end, after the start if that was too short ago to be seen in a snapshot. */
    public void ended(Death death, Diagnosis diagnosis) {
        if (written.remove(death.child().key()) == null) {
            start(death.child());
        }
        exit(death, diagnosis);
    }

    private static void start(Child child) {
        ChildStart event = new ChildStart();
        event.kind = child.name().kind().name();
        event.slot = child.name().slot().number();
        event.pid = child.key().pid();
        event.started = child.startedAt().toEpochMilli();
        event.command = child.command().redacted();
        event.directory = child.directory();
        event.commit();
    }

    /** The time of the sample, which is written if it is not the last one again. */
    private static long sample(LivingChild living, long lastNanos) {
        if (living.sample().isEmpty() || living.sample().get().nanos() == lastNanos) {
            return lastNanos;
        }
        ProcessSample sample = living.sample().get();
        ChildSample event = new ChildSample();
        event.kind = living.child().name().kind().name();
        event.slot = living.child().name().slot().number();
        event.pid = living.child().key().pid();
        event.sampled = living.sampledAt().map(Instant::toEpochMilli).orElse(Long.MIN_VALUE);
        event.state = String.valueOf(sample.state());
        event.rssBytes = sample.rssBytes();
        event.treeRssBytes = sample.treeRssBytes();
        event.treeProcesses = sample.treeProcesses();
        event.treeThreads = sample.treeThreads();
        event.cpuRatio = sample.cpuRatio().orElse(Double.NaN);
        event.treeCpuRatio = sample.treeCpuRatio().orElse(Double.NaN);
        event.commit();
        return sample.nanos();
    }

    private static void exit(Death death, Diagnosis diagnosis) {
        ChildExit event = new ChildExit();
        event.kind = death.child().name().kind().name();
        event.slot = death.child().name().slot().number();
        event.pid = death.child().key().pid();
        event.ended = death.at().toEpochMilli();
        event.lifetime = death.lifetime().toNanos();
        diagnosis.mechanism().signal().ifPresent(signal -> event.signal = Signals.name(signal));
        event.exitValue = diagnosis.mechanism().exitValue().orElse(-1);
        event.certainty = diagnosis.mechanism().certainty();
        event.reason = diagnosis.reason().label();
        event.confidence = diagnosis.confidence().label();
        event.rule = diagnosis.rule();
        event.evidence = diagnosis.evidence().stream().map(Clue::label).collect(Collectors.joining(", "));
        event.peakRssBytes = death.peak().rssBytes();
        event.peakTreeRssBytes = death.peak().treeRssBytes();
        event.userCpu = death.cpu().userNanos();
        event.systemCpu = death.cpu().systemNanos();
        event.commit();
    }
}
