package io.forkwatch.probe.publish;

import io.forkwatch.probe.process.Kind;
import io.prometheus.metrics.model.snapshots.Labels;

/**
 * The labels of a kind's rows, made once.
 *
 * @param kind the kind alone
 * @param user with {@code mode="user"}
 * @param system with {@code mode="system"}
 */
record KindLabels(Labels kind, Labels user, Labels system) {
    static KindLabels of(Kind kind) {
        return new KindLabels(Labels.of("kind", kind.name()), ofMode(kind, "user"), ofMode(kind, "system"));
    }

    private static Labels ofMode(Kind kind, String mode) {
        return Labels.of("kind", kind.name(), "mode", mode);
    }
}
