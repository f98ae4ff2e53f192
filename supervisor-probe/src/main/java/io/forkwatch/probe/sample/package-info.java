/** The work of the sampler thread: takes events in, samples every child once a tick, and publishes the current view. */
@NullMarked
package io.forkwatch.probe.sample;

import org.jspecify.annotations.NullMarked;
