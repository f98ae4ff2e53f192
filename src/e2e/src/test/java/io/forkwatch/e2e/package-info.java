/** The shipped jar under real launchers, seen only from outside: exit values, streams, log and scrapes. */
@NullMarked
package io.forkwatch.e2e;

import org.jspecify.annotations.NullMarked;
