/** What the kernel's log says about kills by its OOM killer. */
@NullMarked
package io.forkwatch.probe.evidence.kernel;

import org.jspecify.annotations.NullMarked;
