/** The page that shows everything: its files, out of the jar. */
@NullMarked
package io.forkwatch.probe.publish.page;

import org.jspecify.annotations.NullMarked;
