/** Why a living process does not go on: the graph of who waits for whom, from outside. Loaded where nothing goes on, or somebody asks. */
@NullMarked
package io.forkwatch.probe.hang;

import org.jspecify.annotations.NullMarked;
