/** The threads of JVMs among the children, written down before these are ended, or while they hang. */
@NullMarked
package io.forkwatch.probe.dump;

import org.jspecify.annotations.NullMarked;
