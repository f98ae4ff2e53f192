/** From asleep to ended: the states of Forkwatch in this JVM, and the one place where its stages are put together. */
@NullMarked
package io.forkwatch.probe.lifecycle;

import org.jspecify.annotations.NullMarked;
