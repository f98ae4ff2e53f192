package io.forkwatch.probe.publish.http.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Who the port is.
 *
 * @param chain its certificate, then those that signed it; not empty
 * @param key that of the first
 */
record ServerIdentity(List<X509Certificate> chain, PrivateKey key) {
    ServerIdentity {
        chain = List.copyOf(chain);
    }

    X509Certificate own() {
        return chain.get(0);
    }
}
