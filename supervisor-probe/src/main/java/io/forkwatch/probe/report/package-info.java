/** Exit summaries and notices as text or JSON lines, and where they go. */
@NullMarked
package io.forkwatch.probe.report;

import org.jspecify.annotations.NullMarked;
