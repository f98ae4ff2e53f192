/** Children while they live: what was seen of them, and what is published. */
@NullMarked
package io.forkwatch.probe.process.view;

import org.jspecify.annotations.NullMarked;
