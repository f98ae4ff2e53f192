/** What JVMs among the children say of themselves, in a file of the marker. */
@NullMarked
package io.forkwatch.probe.evidence.child;

import org.jspecify.annotations.NullMarked;
