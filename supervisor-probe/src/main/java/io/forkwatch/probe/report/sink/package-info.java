/** Where it is written: a stream or a file, and how much of it. */
@NullMarked
package io.forkwatch.probe.report.sink;

import org.jspecify.annotations.NullMarked;
