/** What the files of one process say, each parsed into a record. */
@NullMarked
package io.forkwatch.probe.procfs.pid;

import org.jspecify.annotations.NullMarked;
