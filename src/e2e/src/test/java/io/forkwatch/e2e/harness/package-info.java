/** What the end-to-end tests are made of: JDKs, programs to start, and what they print, log and serve. */
@NullMarked
package io.forkwatch.e2e.harness;

import org.jspecify.annotations.NullMarked;
