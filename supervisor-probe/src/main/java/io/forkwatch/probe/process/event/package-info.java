/** What happens to children, as it travels from the host's threads to the sampler. */
@NullMarked
package io.forkwatch.probe.process.event;

import org.jspecify.annotations.NullMarked;
