/** Workspaces that nobody uses any more: what they are, and how they are removed without harm to anything else. */
@NullMarked
package io.forkwatch.probe.sweep;

import org.jspecify.annotations.NullMarked;
