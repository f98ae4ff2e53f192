package io.forkwatch.probe.sample;

import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.event.StartFailure;
import io.forkwatch.probe.process.orphan.OrphanNews;
import io.forkwatch.probe.process.view.LiveView;
import io.forkwatch.probe.process.view.Snapshot;
import java.util.ArrayList;
import java.util.List;

/** Keeps all that a sampler delivers. */
final class Recorder implements SamplerSink {
    final List<Death> deaths = new ArrayList<>();
    final List<OrphanNews> news = new ArrayList<>();
    final List<Kind> failedKinds = new ArrayList<>();
    final List<LiveView> views = new ArrayList<>();
    long quickSamples;
    boolean burst;
    final List<Long> ticks = new ArrayList<>();

    @Override
    public void died(Death death) {
        deaths.add(death);
    }

    @Override
    public void startFailed(StartFailure failure, Kind kind) {
        failedKinds.add(kind);
    }

    @Override
    public void orphan(OrphanNews said) {
        news.add(said);
    }

    @Override
    public void publish(LiveView view) {
        views.add(view);
    }

    @Override
    public void sampledQuickly(long samples, long durationNanos) {
        quickSamples += samples;
    }

    @Override
    public void inBurst(boolean now) {
        burst = now;
    }

    @Override
    public void ticked(long durationNanos) {
        ticks.add(durationNanos);
    }

    Snapshot lastSnapshot() {
        return views.get(views.size() - 1).snapshot();
    }

    Death onlyDeath() {
        if (deaths.size() != 1) {
            throw new AssertionError("not one death but " + deaths);
        }
        return deaths.get(0);
    }
}
