package io.forkwatch.probe.process.advice;

import io.forkwatch.probe.process.Child;

/**
 * A living child should be recycled, at the next boundary that its supervisor has.
 *
 * @param child who
 * @param limit the strongest of the limits that it has exceeded
 * @param figure its last reading, in the unit of the limit
 * @param most the limit
 * @param sinceNanos monotonic time at which that was first said
 */
public record Advice(Child child, Limit limit, long figure, long most, long sinceNanos) {}
