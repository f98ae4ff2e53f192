/** Sees children start, end and be killed inside the host's JVM: the bridge and its byte-code edits. */
@NullMarked
package io.forkwatch.probe.intercept;

import org.jspecify.annotations.NullMarked;
