/** The kernel's text as bytes, and what stands in it: numbers, and values by their key. */
@NullMarked
package io.forkwatch.probe.procfs.text;

import org.jspecify.annotations.NullMarked;
