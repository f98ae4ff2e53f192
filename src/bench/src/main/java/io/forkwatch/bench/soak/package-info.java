/** An hour of everything at once, by chance that can be repeated: does anything grow, is any death lost or told wrongly? */
@NullMarked
package io.forkwatch.bench.soak;

import org.jspecify.annotations.NullMarked;
