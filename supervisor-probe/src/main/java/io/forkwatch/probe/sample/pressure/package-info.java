/** Memory that runs out: how soon it is sampled again, and which processes are. */
@NullMarked
package io.forkwatch.probe.sample.pressure;

import org.jspecify.annotations.NullMarked;
