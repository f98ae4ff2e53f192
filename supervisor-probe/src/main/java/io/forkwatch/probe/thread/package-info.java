/** Threads of our own: how they are made, what a duty cycle is, and how work is handed to one. */
@NullMarked
package io.forkwatch.probe.thread;

import org.jspecify.annotations.NullMarked;
