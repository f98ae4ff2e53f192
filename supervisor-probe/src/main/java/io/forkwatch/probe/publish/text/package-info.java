/** The formats of a metrics page, written straight into a buffer. */
@NullMarked
package io.forkwatch.probe.publish.text;

import org.jspecify.annotations.NullMarked;
