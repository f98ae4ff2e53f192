/** {@code java -jar forkwatch.jar attach PID}: puts this very jar into a JVM that runs already. */
@NullMarked
package io.forkwatch.probe.attach;

import org.jspecify.annotations.NullMarked;
