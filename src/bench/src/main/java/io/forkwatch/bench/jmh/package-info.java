/** Microbenchmarks of what happens often, run by JMH. */
@NullMarked
package io.forkwatch.bench.jmh;

import org.jspecify.annotations.NullMarked;
