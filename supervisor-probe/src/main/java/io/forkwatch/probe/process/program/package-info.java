/** Programs that several stages have to know by their file names. */
@NullMarked
package io.forkwatch.probe.process.program;

import org.jspecify.annotations.NullMarked;
