package io.forkwatch.probe.process.view;

import io.forkwatch.probe.process.Child;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A child at the last tick.
 *
 * @param child who
 * @param sample the last sample; absent until there is one
 * @param sampledAt wall clock of that sample; absent with it
 * @param peak most memory seen
 * @param slow the last slow sample
 * @param tree its living processes, itself first; none if it could not be read; the same list as long as the tree stays
 *     the same
 */
public record LivingChild(
        Child child,
        Optional<ProcessSample> sample,
        Optional<Instant> sampledAt,
        Peak peak,
        SlowSample slow,
        List<TreeMember> tree) {
    public LivingChild {
        tree = List.copyOf(tree);
        if (sample.isPresent() != sampledAt.isPresent()) {
            throw new IllegalArgumentException("sampledAt is to be present with sample: " + sampledAt);
        }
    }
}
