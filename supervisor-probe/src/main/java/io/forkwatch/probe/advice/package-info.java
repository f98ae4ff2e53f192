/** Says before the kernel does which child should be recycled: a pure function of figures and limits, and who remembers. */
@NullMarked
package io.forkwatch.probe.advice;

import org.jspecify.annotations.NullMarked;
