/** The end of a child: what its own supervisor saw and the kernel counted. */
@NullMarked
package io.forkwatch.probe.process.death;

import org.jspecify.annotations.NullMarked;
