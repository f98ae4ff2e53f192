package io.forkwatch.probe.publish.http.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * A keystore that the JDK's keytool fills.
 *
 * @param file its file
 * @param type PKCS12 or JKS
 */
public record Keytool(Path file, String type) {
    /** Of the store and of all keys in it. */
    public static final String PASSWORD = "changeit";

    /** One more key with its certificate. */
    public Keytool key(String alias, String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-Duser.home=" + file.getParent(),
                "-genkeypair",
                "-alias",
                alias,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + alias,
                "-validity",
                "30",
                "-storetype",
                type,
                "-keystore",
                file.toString(),
                "-storepass",
                PASSWORD,
                "-keypass",
                PASSWORD));
        command.addAll(List.of(more));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(printed).isZero();
        return this;
    }

    private KeyStore open() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(type);
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    /** The certificate of a key as PEM. */
    public String cert(String alias) throws IOException, GeneralSecurityException {
        Certificate certificate = open().getCertificate(alias);
        return TestCertificate.pem("CERTIFICATE", certificate.getEncoded());
    }

    /** A key as PEM. */
    public String privateKey(String alias) throws IOException, GeneralSecurityException {
        return TestCertificate.pem(
                "PRIVATE KEY", open().getKey(alias, PASSWORD.toCharArray()).getEncoded());
    }
}
