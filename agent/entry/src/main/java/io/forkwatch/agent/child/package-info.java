/** What a JVM below a supervisor leaves of itself in a file that outlives it: a heartbeat and its last words. */
package io.forkwatch.agent.child;
