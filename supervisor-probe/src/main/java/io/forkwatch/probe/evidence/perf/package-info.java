/** What a HotSpot JVM says of itself in the file of its performance data, which others can read. */
@NullMarked
package io.forkwatch.probe.evidence.perf;

import org.jspecify.annotations.NullMarked;
