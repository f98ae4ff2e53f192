/** Who the children are: the inbox of events, living children, their names and their trees. */
@NullMarked
package io.forkwatch.probe.register;

import org.jspecify.annotations.NullMarked;
