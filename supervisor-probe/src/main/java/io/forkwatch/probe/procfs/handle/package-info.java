/** Files of one process that are read again and again: descriptors that are held, and given back. */
@NullMarked
package io.forkwatch.probe.procfs.handle;

import org.jspecify.annotations.NullMarked;
