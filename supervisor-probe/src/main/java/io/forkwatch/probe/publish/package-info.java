/** The port: metrics, health. The only user of the Prometheus library. */
@NullMarked
package io.forkwatch.probe.publish;

import org.jspecify.annotations.NullMarked;
