/** What the sampler hands over is worked off here, on the thread {@code forkwatch-reporter}: diagnosed, told, kept. */
@NullMarked
package io.forkwatch.probe.reporter;

import org.jspecify.annotations.NullMarked;
