/** Advice for a supervisor that asks for it in code, by JMX; loaded where a limit is set, and the host has an MBean server. */
@NullMarked
package io.forkwatch.probe.advice.jmx;

import org.jspecify.annotations.NullMarked;
