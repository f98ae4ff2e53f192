/** Processes that nobody is responsible for any more. */
@NullMarked
package io.forkwatch.probe.process.orphan;

import org.jspecify.annotations.NullMarked;
