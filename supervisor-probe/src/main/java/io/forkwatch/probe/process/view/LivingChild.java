package io.forkwatch.probe.process.view;

import io.forkwatch.probe.process.Child;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A child at the last tick.
 *
 * @param child who
 * @param sample the last look; absent until there is one
 * @param sampledAt wall clock of that look; absent with it
 * @param peak most memory seen
 * @param slow the last slow look
 * @param tree its living processes, itself first; the same list as long as the tree stays the same
 */
public record LivingChild(
        Child child,
        Optional<ProcessSample> sample,
        Optional<Instant> sampledAt,
        Peak peak,
        SlowSample slow,
        List<TreeMember> tree) {}
