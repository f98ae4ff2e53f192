package io.forkwatch.probe.publish.api;

import io.forkwatch.probe.process.view.BeatState;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.process.view.OwnWord;
import java.util.Map;

/** No JVM says anything of itself. */
record NoWords() implements OwnWordSource {
    @Override
    public Map<Long, OwnWord> living() {
        return Map.of();
    }

    @Override
    public BeatState beat(OwnWord word, LivingChild child, long nanos) {
        return BeatState.LATE;
    }
}
