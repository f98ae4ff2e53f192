/** Ways to look at many processes: ours and our peers', each behind one interface. */
@NullMarked
package io.forkwatch.bench.rival;

import org.jspecify.annotations.NullMarked;
