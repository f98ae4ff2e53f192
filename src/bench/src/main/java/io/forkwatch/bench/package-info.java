/** What all parts of the benchmark share. */
@NullMarked
package io.forkwatch.bench;

import org.jspecify.annotations.NullMarked;
