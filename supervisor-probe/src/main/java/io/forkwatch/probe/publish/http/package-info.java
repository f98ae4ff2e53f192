/** The port: who may ask, and who answers. */
@NullMarked
package io.forkwatch.probe.publish.http;

import org.jspecify.annotations.NullMarked;
