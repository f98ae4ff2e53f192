/** What JVMs among the children had recorded of themselves: read when they are dead. */
@NullMarked
package io.forkwatch.probe.blackbox;

import org.jspecify.annotations.NullMarked;
