/** Looks at every child once a tick and turns differences into rates. */
@NullMarked
package io.forkwatch.probe.sample;

import org.jspecify.annotations.NullMarked;
