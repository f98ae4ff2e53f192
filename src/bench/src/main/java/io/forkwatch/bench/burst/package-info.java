/** A burst of starts by one thread of the host, and what watching them costs that thread. */
@NullMarked
package io.forkwatch.bench.burst;

import org.jspecify.annotations.NullMarked;
