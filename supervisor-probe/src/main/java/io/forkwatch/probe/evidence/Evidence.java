package io.forkwatch.probe.evidence;

import io.forkwatch.probe.process.Death;

/**
 * All that is known about one death when its cause is sought.
 *
 * @param death what the supervisor's own process saw
 * @param killsWatched true if no call of {@link Process#destroy()} in this JVM can have been missed, so that an empty
 *     {@link Death#kills()} means that nobody called it
 */
public record Evidence(Death death, boolean killsWatched) {}
