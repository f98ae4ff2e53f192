/** What the exit records of children say, against what the children and their memory cgroups say themselves. */
@NullMarked
package io.forkwatch.bench.children;

import org.jspecify.annotations.NullMarked;
