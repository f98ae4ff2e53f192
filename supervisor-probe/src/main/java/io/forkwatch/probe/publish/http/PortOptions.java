package io.forkwatch.probe.publish.http;

import io.forkwatch.probe.publish.http.auth.AuthOptions;

/**
 * Where the metrics port listens, and to whom.
 *
 * @param host address or host name, not yet resolved; 1 to 253 characters
 * @param ports ports to try
 * @param auth who may ask
 */
public record PortOptions(String host, PortRange ports, AuthOptions auth) {
    /** The longest name that DNS allows: RFC 1035, 2.3.4, less the two octets of its ends. */
    public static final int MAX_HOST_CHARS = 253;

    public PortOptions {
        if (host.isEmpty() || host.length() > MAX_HOST_CHARS) {
            throw new IllegalArgumentException("host has " + host.length() + " characters");
        }
    }
}
