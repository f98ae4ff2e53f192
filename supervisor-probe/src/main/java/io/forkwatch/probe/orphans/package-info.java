/** Processes that outlived who was responsible for them: followed by descriptor, told when they are old. */
@NullMarked
package io.forkwatch.probe.orphans;

import org.jspecify.annotations.NullMarked;
