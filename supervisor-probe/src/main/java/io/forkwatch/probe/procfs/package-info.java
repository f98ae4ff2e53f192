/** The kernel's text turned into records. Only here are files under /proc named; reading and parsing are two functions. */
@NullMarked
package io.forkwatch.probe.procfs;

import org.jspecify.annotations.NullMarked;
