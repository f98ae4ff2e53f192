/** Tables that people can read and change, shipped as text. */
@NullMarked
package io.forkwatch.probe.process.table;

import org.jspecify.annotations.NullMarked;
