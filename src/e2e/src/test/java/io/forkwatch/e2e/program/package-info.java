/** Small programs that the tests run in a JVM of their own. */
@NullMarked
package io.forkwatch.e2e.program;

import org.jspecify.annotations.NullMarked;
