/** {@code java -jar forkwatch.jar why PID}: why a process does not go on, without the agent. */
@NullMarked
package io.forkwatch.probe.why;

import org.jspecify.annotations.NullMarked;
