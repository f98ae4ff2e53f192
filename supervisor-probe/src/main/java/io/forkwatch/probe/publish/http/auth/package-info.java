/** Who may ask the port: names with passwords, and tokens, from files that are read again when they change. */
@NullMarked
package io.forkwatch.probe.publish.http.auth;

import org.jspecify.annotations.NullMarked;
