/** A crowd of children that do nothing, and what watching them costs. */
@NullMarked
package io.forkwatch.bench.steady;

import org.jspecify.annotations.NullMarked;
