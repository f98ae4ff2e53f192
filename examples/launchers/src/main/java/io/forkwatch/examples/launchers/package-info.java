/** A launcher like many others: it starts child processes and reads nothing but their exit values. */
@NullMarked
package io.forkwatch.examples.launchers;

import org.jspecify.annotations.NullMarked;
