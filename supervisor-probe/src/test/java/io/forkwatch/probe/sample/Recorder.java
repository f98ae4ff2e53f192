package io.forkwatch.probe.sample;

import io.forkwatch.probe.process.Kind;
import io.forkwatch.probe.process.death.Death;
import io.forkwatch.probe.process.event.StartFailure;
import io.forkwatch.probe.process.orphan.OrphanNews;
import io.forkwatch.probe.process.view.Snapshot;
import java.util.ArrayList;
import java.util.List;

/** Keeps all that a sampler delivers. */
final class Recorder implements SamplerSink {
    final List<Death> deaths = new ArrayList<>();
    final List<OrphanNews> news = new ArrayList<>();
    final List<Kind> failedKinds = new ArrayList<>();
    final List<Snapshot> snapshots = new ArrayList<>();
    final List<Long> beats = new ArrayList<>();

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
    public void publish(Snapshot snapshot) {
        snapshots.add(snapshot);
    }

    @Override
    public void beat(long durationNanos) {
        beats.add(durationNanos);
    }

    Snapshot lastSnapshot() {
        return snapshots.get(snapshots.size() - 1);
    }

    Death onlyDeath() {
        if (deaths.size() != 1) {
            throw new AssertionError("not one death but " + deaths);
        }
        return deaths.get(0);
    }
}
