package io.forkwatch.probe.publish.api;

import io.forkwatch.probe.process.view.BeatState;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.process.view.OwnWord;
import io.forkwatch.probe.process.view.OwnWordSource;
import java.util.List;

/** No JVM says anything of itself. */
record NoWords() implements OwnWordSource {
    @Override
    public List<OwnWord> living() {
        return List.of();
    }

    @Override
    public BeatState beat(OwnWord word, LivingChild child, long nanos) {
        return BeatState.LATE;
    }
}
