/** Command lines without their secrets. */
@NullMarked
package io.forkwatch.probe.process.redact;

import org.jspecify.annotations.NullMarked;
