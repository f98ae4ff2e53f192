package io.forkwatch.probe.publish.http.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Keystores of the JDK: PKCS#12 (RFC 7292) and its own old format. Messages have no secret. */
final class Keystores {
    /** The first four bytes of the JDK's own format. */
    private static final byte[] JKS = {(byte) 0xFE, (byte) 0xED, (byte) 0xFE, (byte) 0xED};

    private static final String ALLOWED = "allowed: PKCS12 or JKS with one private key";

    private Keystores() {}

    /**
     * The one key in a keystore, and its certificates.
     *
     * @param password of the store and of the key
     * @throws IOException if it does not open, or has no key or several
     */
    static ServerIdentity identity(byte[] bytes, char[] password) throws IOException {
        try {
            KeyStore store = open(bytes, password);
            List<String> keys = new ArrayList<>();
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias)) {
                    keys.add(alias);
                }
            }
            if (keys.size() != 1) {
                throw new IOException("it has " + keys.size() + " private keys, " + ALLOWED);
            }
            return identity(store, keys.get(0), password);
        } catch (UnrecoverableKeyException other) {
            throw new IOException("the key in it has another password, allowed: that of the keystore", other);
        } catch (GeneralSecurityException | IllegalArgumentException broken) {
            throw new IOException("no keystore: " + broken.getMessage() + ", " + ALLOWED, broken);
        }
    }

    private static KeyStore open(byte[] bytes, char[] password) throws IOException, GeneralSecurityException {
        boolean jks = bytes.length >= JKS.length && Arrays.equals(bytes, 0, JKS.length, JKS, 0, JKS.length);
        KeyStore store = KeyStore.getInstance(jks ? "JKS" : "PKCS12");
        try {
            store.load(new ByteArrayInputStream(bytes), password);
            return store;
        } catch (IOException wrong) {
            // By the promise of KeyStore.load.
            boolean refused = wrong.getCause() instanceof UnrecoverableKeyException;
            throw new IOException(
                    refused ? "the password does not open it" : "no keystore: " + wrong.getMessage() + ", " + ALLOWED,
                    wrong);
        }
    }

    private static ServerIdentity identity(KeyStore store, String alias, char[] password)
            throws IOException, GeneralSecurityException {
        Certificate[] chain = store.getCertificateChain(alias);
        List<X509Certificate> certificates = new ArrayList<>();
        for (Certificate each : chain == null ? new Certificate[0] : chain) {
            if (each instanceof X509Certificate known) {
                certificates.add(known);
            }
        }
        if (certificates.isEmpty() || !(store.getKey(alias, password) instanceof PrivateKey key)) {
            throw new IOException("its key has no certificate, " + ALLOWED);
        }
        return new ServerIdentity(certificates, key);
    }
}
