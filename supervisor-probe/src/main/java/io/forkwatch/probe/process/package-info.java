/** The nouns that all stages share. Values only: no I/O, no thread, nothing of the kernel's text. */
@NullMarked
package io.forkwatch.probe.process;

import org.jspecify.annotations.NullMarked;
