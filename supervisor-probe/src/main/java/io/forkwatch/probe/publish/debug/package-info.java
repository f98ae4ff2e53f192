/** What a JVM does at this moment: its threads, its heap, a recording; of this one, and of the JVMs among its children. */
@NullMarked
package io.forkwatch.probe.publish.debug;

import org.jspecify.annotations.NullMarked;
