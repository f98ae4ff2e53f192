/** Who the children are: the living ones, their names and their trees. */
@NullMarked
package io.forkwatch.probe.register;

import org.jspecify.annotations.NullMarked;
