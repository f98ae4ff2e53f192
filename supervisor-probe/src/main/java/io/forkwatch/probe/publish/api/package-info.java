/** The children and their ends as JSON, for scripts and for the page. */
@NullMarked
package io.forkwatch.probe.publish.api;

import org.jspecify.annotations.NullMarked;
