/** When it is asked why a child does not go on, and who still holds the output of one that has ended. */
@NullMarked
package io.forkwatch.probe.hang.watch;

import org.jspecify.annotations.NullMarked;
