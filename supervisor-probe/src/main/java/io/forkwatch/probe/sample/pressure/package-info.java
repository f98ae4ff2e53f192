/** Memory that runs out: how soon it is looked at again, and at whom. */
@NullMarked
package io.forkwatch.probe.sample.pressure;

import org.jspecify.annotations.NullMarked;
