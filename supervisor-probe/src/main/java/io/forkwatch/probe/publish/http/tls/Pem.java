package io.forkwatch.probe.publish.http.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is between {@code -----BEGIN ...-----} and {@code -----END ...-----} (RFC 7468). Messages have no secret. */
final class Pem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----([^-]{1,65536})-----END \\1-----");

    private Pem() {}

    /**
     * All certificates of a text, in their order.
     *
     * @throws IOException if there is none, or one cannot be read
     */
    static List<X509Certificate> certificates(String text) throws IOException {
        if (!text.contains("-----BEGIN CERTIFICATE-----")) {
            throw new IOException("no certificate in it, allowed: blocks of BEGIN CERTIFICATE");
        }
        try {
            List<X509Certificate> all = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)))
                    .stream()
                    .map(Pem::x509)
                    .toList();
            if (all.isEmpty()) {
                throw new IOException("no certificate: the block is empty");
            }
            return all;
        } catch (CertificateException unreadable) {
            throw new IOException("no certificate: " + unreadable.getMessage(), unreadable);
        }
    }

    private static X509Certificate x509(Certificate certificate) {
        return (X509Certificate) certificate; // By the factory's promise.
    }

    /**
     * The private key of a certificate.
     *
     * @param of the public one, which it must fit
     * @throws IOException if there is none, it is encrypted or of another form, or it is another's
     */
    static PrivateKey privateKey(String text, PublicKey of) throws IOException {
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            switch (block.group(1)) {
                case "PRIVATE KEY" -> {
                    return fitting(decode(block.group(2)), of);
                }
                case "ENCRYPTED PRIVATE KEY" ->
                    throw new IOException(
                            "the key is encrypted, allowed: one that is not; openssl pkcs8 -topk8 -nocrypt makes it");
                case "RSA PRIVATE KEY", "EC PRIVATE KEY", "DSA PRIVATE KEY" ->
                    throw new IOException(
                            "a " + block.group(1) + ", allowed: PRIVATE KEY; openssl pkcs8 -topk8 -nocrypt makes it");
                default -> {
                    // EC PARAMETERS and certificates may stand beside it.
                }
            }
        }
        throw new IOException("no key in it, allowed: a block of BEGIN PRIVATE KEY");
    }

    private static byte[] decode(String base64) throws IOException {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException garbled) {
            throw new IOException("the key is no Base64");
        }
    }

    private static PrivateKey fitting(byte[] pkcs8, PublicKey of) throws IOException {
        try {
            PrivateKey key = KeyFactory.getInstance(of.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            if (!fits(key, of)) {
                throw new IOException("the key is not that of the certificate");
            }
            return key;
        } catch (GeneralSecurityException other) {
            throw new IOException("no " + of.getAlgorithm() + " key, which the certificate has: " + other.getMessage());
        }
    }

    private static boolean fits(PrivateKey key, PublicKey of) throws GeneralSecurityException {
        String algorithm = switch (of.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> of.getAlgorithm();
        };
        Signature signature = Signature.getInstance(algorithm);
        byte[] something = of.getEncoded();
        signature.initSign(key);
        signature.update(something);
        byte[] signed = signature.sign();
        signature.initVerify(of);
        signature.update(something);
        return signature.verify(signed);
    }
}
