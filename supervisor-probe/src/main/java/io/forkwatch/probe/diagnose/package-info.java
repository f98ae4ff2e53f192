/** A pure function from evidence to a diagnosis: mechanism, cause and how sure. */
@NullMarked
package io.forkwatch.probe.diagnose;

import org.jspecify.annotations.NullMarked;
