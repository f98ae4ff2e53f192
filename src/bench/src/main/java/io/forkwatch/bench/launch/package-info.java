/** JVMs and children launched again and again, with an agent and without. */
@NullMarked
package io.forkwatch.bench.launch;

import org.jspecify.annotations.NullMarked;
