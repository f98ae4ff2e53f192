/** The one public door: wires the stages of the supervisor probe. */
@NullMarked
package io.forkwatch.probe;

import org.jspecify.annotations.NullMarked;
