/** How it is written: as text of some lines, or as one line of JSON. */
@NullMarked
package io.forkwatch.probe.report.record;

import org.jspecify.annotations.NullMarked;
