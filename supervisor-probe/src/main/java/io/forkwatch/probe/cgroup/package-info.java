/** The memory cgroup of each child while it lives, and what it counted when the child died. */
@NullMarked
package io.forkwatch.probe.cgroup;

import org.jspecify.annotations.NullMarked;
