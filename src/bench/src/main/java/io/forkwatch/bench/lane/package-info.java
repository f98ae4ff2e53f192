/** Whole JVMs that live side by side and take turns, one of them below Forkwatch. */
@NullMarked
package io.forkwatch.bench.lane;

import org.jspecify.annotations.NullMarked;
