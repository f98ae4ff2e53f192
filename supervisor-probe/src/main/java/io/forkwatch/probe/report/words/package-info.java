/** What is said of a death and of an orphan, in the user's language. */
@NullMarked
package io.forkwatch.probe.report.words;

import org.jspecify.annotations.NullMarked;
