/** Why a living process does not go on: what it waits for, to the end of the chain, and how sure that is. */
@NullMarked
package io.forkwatch.probe.process.hang;

import org.jspecify.annotations.NullMarked;
