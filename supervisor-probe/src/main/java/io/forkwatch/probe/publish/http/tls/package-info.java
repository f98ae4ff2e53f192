/** Encryption of the port: certificate and key from files that are read again when they change. */
@NullMarked
package io.forkwatch.probe.publish.http.tls;

import org.jspecify.annotations.NullMarked;
