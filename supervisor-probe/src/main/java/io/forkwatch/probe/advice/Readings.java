package io.forkwatch.probe.advice;

import io.forkwatch.probe.process.advice.Limit;
import io.forkwatch.probe.process.view.JvmFigures;
import io.forkwatch.probe.process.view.JvmView;
import io.forkwatch.probe.process.view.LivingChild;
import io.forkwatch.probe.process.view.ProcessSample;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What can be held against limits of a child at one moment.
 *
 * @param rssBytes of the tree; absent until it was sampled
 * @param fds open descriptors of the tree; absent where they may not be listed
 * @param heapBytes in use in the JVM of the tree that uses most; absent where there is none, or it does not say
 * @param ageNanos since its start
 */
record Readings(OptionalLong rssBytes, OptionalLong fds, OptionalLong heapBytes, long ageNanos) {
    /** Those of a child. */
    static Readings of(LivingChild living, JvmView jvms, long nanos) {
        Optional<JvmFigures> jvm =
                Optional.ofNullable(jvms.byChild().get(living.child().key()));
        return new Readings(
                living.sample()
                        .map(ProcessSample::treeRssBytes)
                        .map(OptionalLong::of)
                        .orElse(OptionalLong.empty()),
                living.slow().openFds(),
                jvm.map(JvmFigures::heapUsedBytes).orElse(OptionalLong.empty()),
                Math.max(0, nanos - living.child().startedNanos()));
    }

    /** The one that a limit is about. */
    OptionalLong of(Limit limit) {
        return switch (limit) {
            case RSS -> rssBytes;
            case FDS -> fds;
            case HEAP -> heapBytes;
            case AGE -> OptionalLong.of(ageNanos);
        };
    }
}
