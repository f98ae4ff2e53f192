/** The worker JVMs that the launcher starts: what they do, and how they are started. */
@NullMarked
package io.forkwatch.examples.launchers.work;

import org.jspecify.annotations.NullMarked;
