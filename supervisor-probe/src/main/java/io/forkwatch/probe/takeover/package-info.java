/** What supervisors hand down to each other: markers, the list of processes below one, and who takes them over. */
@NullMarked
package io.forkwatch.probe.takeover;

import org.jspecify.annotations.NullMarked;
