package io.forkwatch.probe.publish.http.tls;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Whether the port is encrypted. With a certificate, or a keystore, it is.
 *
 * @param cert file of the certificate and those above it, in PEM
 * @param key file of its private key, in PEM (PKCS#8)
 * @param clientCa file of certificates, in PEM: a client needs one that is signed by one of them
 * @param keystore file of certificate and key together, PKCS#12 or JKS, in the place of the first two
 * @param keystorePassword file whose first line opens it
 */
public record TlsOptions(
        Optional<Path> cert,
        Optional<Path> key,
        Optional<Path> clientCa,
        Optional<Path> keystore,
        Optional<Path> keystorePassword) {
    /** It is not. */
    public static final TlsOptions NONE = new TlsOptions(Optional.empty(), Optional.empty(), Optional.empty());

    /** By files of PEM alone. */
    public TlsOptions(Optional<Path> cert, Optional<Path> key, Optional<Path> clientCa) {
        this(cert, key, clientCa, Optional.empty(), Optional.empty());
    }

    /** Whether it is to be, also where that cannot be done: then nobody is answered. */
    public boolean wanted() {
        return cert.isPresent()
                || key.isPresent()
                || clientCa.isPresent()
                || keystore.isPresent()
                || keystorePassword.isPresent();
    }
}
