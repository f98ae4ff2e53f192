/** {@code java -jar forkwatch.jar top}: the table of the page in a terminal. */
@NullMarked
package io.forkwatch.probe.top;

import org.jspecify.annotations.NullMarked;
