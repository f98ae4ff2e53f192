/** What a child is called: from a command line to a kind. */
@NullMarked
package io.forkwatch.probe.naming;

import org.jspecify.annotations.NullMarked;
