package io.forkwatch.probe.publish;

import io.forkwatch.probe.process.Kind;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The labels of a kind's rows, made once.
 *
 * @param kind the kind alone
 * @param user with {@code mode="user"}
 * @param system with {@code mode="system"}
 * @param byReason with each reason for an exit
 */
record KindLabels(Labels kind, Labels user, Labels system, Map<String, Labels> byReason) {
    static KindLabels of(Kind kind, List<String> reasons) {
        Map<String, Labels> byReason = new HashMap<>();
        for (String reason : reasons) {
            byReason.put(reason, of(kind, "reason", reason));
        }
        return new KindLabels(
                Labels.of("kind", kind.name()), of(kind, "mode", "user"), of(kind, "mode", "system"), byReason);
    }

    private static Labels of(Kind kind, String name, String value) {
        return Labels.of("kind", kind.name(), name, value);
    }

    /** With a reason of the closed list. */
    Labels exits(String reason) {
        return Objects.requireNonNull(byReason.get(reason));
    }
}
