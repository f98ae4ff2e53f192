/** Control groups that limit memory or processes, in version 1 and 2: limits, use, and how often a limit was hit. */
@NullMarked
package io.forkwatch.probe.procfs.cgroup;

import org.jspecify.annotations.NullMarked;
