package io.forkwatch.probe.publish.http.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.OddFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTest {
    @TempDir
    private static Path shared;

    private static TestCertificate rsa;
    private static TestCertificate ec;

    @TempDir
    private Path folder;

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE);
    private final List<String> said = new ArrayList<>();
    private Path cert;
    private Path key;
    private long edits;

    @BeforeAll
    static void certificates() throws Exception {
        rsa = TestCertificate.make(shared, "rsa", "RSA");
        ec = TestCertificate.make(shared, "ec", "EC");
    }

    @BeforeEach
    void files() throws IOException {
        cert = Files.writeString(folder.resolve("cert.pem"), rsa.cert());
        key = Files.writeString(folder.resolve("key.pem"), rsa.key());
    }

    private Tls tls() {
        Tls made =
                new Tls(new TlsOptions(Optional.of(cert), Optional.of(key), Optional.empty()), nanos::get, said::add);
        made.check();
        return made;
    }

    private void rewrite(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.fromMillis(++edits));
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC"})
    void aCertificateAndItsKeyAreEnough(String algorithm) throws IOException {
        TestCertificate made = algorithm.equals("RSA") ? rsa : ec;
        Files.writeString(cert, made.cert());
        Files.writeString(key, "EC PARAMETERS may stand before it\n" + made.key());
        Tls tls = tls();
        assertThat(said).isEmpty();
        assertThat(tls.isReady()).isTrue();
        assertThat(tls.expirySeconds()).isPresent();
        assertThat(tls.engine().orElseThrow().getEnabledProtocols()).containsExactly("TLSv1.3", "TLSv1.2");
    }

    @Test
    void aChangedCertificateIsReadAgainWithItsKeyAndNotWithoutIt() throws IOException {
        Tls tls = tls();
        rewrite(cert, ec.cert());
        tls.check();
        tls.check();
        assertThat(said).singleElement().asString().contains("tls.key=" + key, "what holds: CN=rsa, valid until ");
        assertThat(tls.engine()).isPresent();

        rewrite(key, ec.key());
        tls.check();
        assertThat(said).hasSize(2).last().asString().startsWith("the certificate was read again: CN=ec, valid until ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no certificate at all | no certificate in it, allowed: blocks of BEGIN CERTIFICATE",
                "'' | no certificate in it, allowed: blocks of BEGIN CERTIFICATE",
                "-----BEGIN CERTIFICATE-----~AAAA~-----END CERTIFICATE----- | no certificate: ",
            })
    void aCertificateThatIsNoneIsNamed(String text, String why) throws IOException {
        Files.writeString(cert, text.replace('~', '\n'));
        Tls tls = tls();
        assertThat(tls.isReady()).isFalse();
        assertThat(tls.engine()).isEmpty();
        assertThat(said).singleElement().asString().startsWith("tls.cert=" + cert + " cannot be used: " + why);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "none | no key in it, allowed: a block of BEGIN PRIVATE KEY",
                "-----BEGIN ENCRYPTED PRIVATE KEY-----~AAAA~-----END ENCRYPTED PRIVATE KEY----- | the key is encrypted, allowed: ",
                "-----BEGIN RSA PRIVATE KEY-----~AAAA~-----END RSA PRIVATE KEY----- | a RSA PRIVATE KEY, allowed: PRIVATE KEY; openssl",
                "-----BEGIN EC PRIVATE KEY-----~AAAA~-----END EC PRIVATE KEY----- | a EC PRIVATE KEY, allowed: PRIVATE KEY; openssl",
                "-----BEGIN PRIVATE KEY-----~AAAA~-----END PRIVATE KEY----- | no RSA key, which the certificate has: ",
                "-----BEGIN PRIVATE KEY-----~A~-----END PRIVATE KEY----- | ",
            })
    void aKeyThatIsNoneIsNamedAndNotShown(String text, String why) throws IOException {
        Files.writeString(key, text.replace('~', '\n'));
        tls();
        assertThat(said)
                .singleElement()
                .asString()
                .startsWith("tls.key=" + key + " cannot be used: " + (why == null ? "" : why));
        assertThat(said.get(0)).doesNotContain("AAAA");
    }

    @Test
    void theKeyOfAnotherCertificateIsRefused() throws Exception {
        Files.writeString(key, TestCertificate.make(folder, "other", "RSA").key());
        tls();
        assertThat(said).containsExactly("tls.key=" + key + " cannot be used: the key is not that of the certificate");
    }

    @ParameterizedTest
    @EnumSource(OddFile.class)
    void aFileThatIsNoneIsNamedOnce(OddFile odd) throws IOException {
        Files.delete(key);
        odd.make(key);
        Tls tls = tls();
        tls.check();
        assertThat(tls.isReady()).isFalse();
        assertThat(said).singleElement().asString().contains(key.toString());
    }

    @Test
    void halfOfTheOptionsIsNotEnough() {
        Tls onlyKey =
                new Tls(new TlsOptions(Optional.empty(), Optional.of(key), Optional.empty()), nanos::get, said::add);
        onlyKey.check();
        Tls onlyCert =
                new Tls(new TlsOptions(Optional.of(cert), Optional.empty(), Optional.empty()), nanos::get, said::add);
        onlyCert.check();
        assertThat(said)
                .containsExactly(
                        "tls.cert is missing, tls.key and tls.client.ca need it",
                        "tls.key is missing, tls.cert needs it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PKCS12", "JKS"})
    void aKeystoreIsAsGoodAsTwoFiles(String type) throws Exception {
        Keytool tool = new Keytool(folder.resolve("own." + type), type).key("own");
        Path password = Files.writeString(folder.resolve("password"), Keytool.PASSWORD + "\r\nnot this line\n");
        Tls tls = ofKeystore(tool.file(), password);
        assertThat(said).isEmpty();
        assertThat(tls.engine()).isPresent();
        assertThat(tls.expirySeconds()).isPresent();

        rewrite(password, "another\n");
        tls.check();
        assertThat(said)
                .singleElement()
                .asString()
                .startsWith("tls.keystore=" + tool.file() + " cannot be used: the password does not open it")
                .contains("; what holds: CN=own, valid until ")
                .doesNotContain("another", Keytool.PASSWORD);
        assertThat(tls.engine()).isPresent();
        rewrite(password, Keytool.PASSWORD);
        tls.check();
        assertThat(said).hasSize(2).last().asString().startsWith("the certificate was read again: CN=own, ");
    }

    private Tls ofKeystore(Path keystore, Path password) {
        TlsOptions options = new TlsOptions(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(keystore), Optional.of(password));
        Tls made = new Tls(options, nanos::get, said::add);
        made.check();
        return made;
    }

    @Test
    void aKeystoreOfTwoKeysOrNoneIsNamed() throws Exception {
        Keytool tool =
                new Keytool(folder.resolve("own.p12"), "PKCS12").key("one").key("two");
        Path password = Files.writeString(folder.resolve("password"), Keytool.PASSWORD);
        ofKeystore(tool.file(), password);
        ofKeystore(Files.writeString(folder.resolve("text"), "no keystore at all"), password);
        assertThat(said).hasSize(2);
        assertThat(said.get(0))
                .isEqualTo("tls.keystore=" + tool.file()
                        + " cannot be used: it has 2 private keys, allowed: PKCS12 or JKS with one private key");
        assertThat(said.get(1)).startsWith("tls.keystore=" + folder.resolve("text") + " cannot be used: no keystore: ");
    }

    @Test
    void aKeystoreBesidePemOrWithoutItsPasswordIsNamed() {
        Optional<Path> some = Optional.of(key);
        Optional<Path> none = Optional.empty();
        for (TlsOptions options : List.of(
                new TlsOptions(some, some, none, some, some),
                new TlsOptions(none, none, none, some, none),
                new TlsOptions(none, none, none, none, some))) {
            Tls tls = new Tls(options, nanos::get, said::add);
            tls.check();
            assertThat(tls.isReady()).isFalse();
        }
        assertThat(said)
                .containsExactly(
                        "tls.keystore is beside tls.cert or tls.key, allowed: one or the other",
                        "tls.keystore.password is missing, tls.keystore needs it",
                        "tls.keystore is missing, tls.keystore.password needs it");
    }

    @Test
    void noMoreThanFiftyHandshakesASecond() {
        Tls tls = tls();
        assertThat(IntStream.range(0, 60).filter(i -> tls.engine().isPresent()).count())
                .isEqualTo(50);
        nanos.addAndGet(1_000_000_000);
        assertThat(tls.engine()).isPresent();
    }
}
