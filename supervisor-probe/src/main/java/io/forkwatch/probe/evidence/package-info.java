/** What can be known about a death beyond what the supervisor's own process saw. */
@NullMarked
package io.forkwatch.probe.evidence;

import org.jspecify.annotations.NullMarked;
