/** One main class for each part of the benchmark that needs one: prints its tables, and notes its goals. */
@NullMarked
package io.forkwatch.bench.part;

import org.jspecify.annotations.NullMarked;
