package io.forkwatch.probe.publish.http;

import io.forkwatch.probe.publish.http.auth.AuthOptions;
import io.forkwatch.probe.publish.http.tls.TlsOptions;

/**
 * Where the metrics port listens, and to whom.
 *
 * @param host address or host name, not yet resolved; 1 to 253 characters
 * @param ports ports to try
 * @param auth who may ask
 * @param tls whether it is encrypted
 */
public record PortOptions(String host, PortRange ports, AuthOptions auth, TlsOptions tls) {
    /** The longest name that DNS allows: RFC 1035, 2.3.4, less the two octets of its ends. */
    public static final int MAX_HOST_CHARS = 253;

    public PortOptions {
        if (host.isEmpty() || host.length() > MAX_HOST_CHARS) {
            throw new IllegalArgumentException("host has " + host.length() + " characters");
        }
    }

    /** The same for everybody, as it is. */
    static PortOptions open(String host, PortRange ports) {
        return new PortOptions(host, ports, AuthOptions.NONE, TlsOptions.NONE);
    }
}
