package io.forkwatch.probe.publish.http.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.forkwatch.probe.publish.http.tls.TlsReview.Finding;
import io.forkwatch.probe.publish.http.tls.TlsReview.Grade;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsReviewTest {
    @TempDir
    private static Path shared;

    private static String leaf;
    private static String leafKey;
    private static String root;
    private static String lone;
    private static String loneKey;

    @TempDir
    private Path folder;

    private Instant now = Instant.now();
    private Path cert;
    private Path key;
    private Optional<Path> clients = Optional.empty();

    @BeforeAll
    static void certificates() throws Exception {
        Keytool tool = new Keytool(shared.resolve("all.p12"), "PKCS12")
                .key("root", "-ext", "bc:c")
                .key("leaf", "-signer", "root")
                .key("lone");
        leaf = tool.cert("leaf");
        leafKey = tool.privateKey("leaf");
        root = tool.cert("root");
        lone = tool.cert("lone");
        loneKey = tool.privateKey("lone");
    }

    @BeforeEach
    void files() throws IOException {
        cert = Files.writeString(folder.resolve("cert.pem"), leaf + root);
        key = Files.writeString(folder.resolve("key.pem"), leafKey);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    }

    private List<Finding> findings() {
        return TlsReview.of(new TlsOptions(Optional.of(cert), Optional.of(key), clients), now);
    }

    private List<Finding> wrong() {
        return findings().stream().filter(each -> each.grade() != Grade.RIGHT).toList();
    }

    private static void assertOne(List<Finding> findings, Grade grade, String what, String detail) {
        assertThat(findings).singleElement().satisfies(each -> {
            assertThat(each.grade()).isEqualTo(grade);
            assertThat(each.what()).isEqualTo(what);
            assertThat(each.detail()).contains(detail);
        });
    }

    @Test
    void whatIsRightIsSaidAsWell() {
        assertThat(findings())
                .allMatch(each -> each.grade() == Grade.RIGHT)
                .extracting(Finding::what)
                .containsExactly("tls.cert, certificate 1", "tls.cert, certificate 2", "tls.cert, order", "tls.key");
    }

    @Test
    void theKeyOfAnother() throws IOException {
        Files.writeString(key, loneKey);
        assertOne(
                wrong(),
                Grade.WRONG,
                "tls.key",
                "tls.key=" + key + " cannot be used: the key is not that of the certificate");
    }

    @Test
    void aChainUpsideDownIsNamedWithTheKeyThatBelongsFirst() throws IOException {
        Files.writeString(cert, root + leaf);
        assertThat(wrong()).extracting(Finding::what).containsExactly("tls.cert, order", "tls.key");
        assertThat(wrong().get(0).detail())
                .startsWith(
                        "certificate 2 (CN=leaf) did not sign certificate 1 (CN=root), allowed: that of this host first");
        assertThat(wrong().get(1).detail())
                .endsWith("; it is that of certificate 2 in tls.cert, which has to stand first");
    }

    @Test
    void certificatesHaveTheirTime() {
        now = now.plus(Duration.ofDays(20));
        assertThat(wrong())
                .hasSize(2)
                .allMatch(
                        each -> each.grade() == Grade.DOUBTFUL && each.detail().contains("soon"));
        now = now.plus(Duration.ofDays(20));
        assertThat(wrong()).hasSize(2).allMatch(each -> each.grade() == Grade.WRONG);
        assertThat(wrong().get(0).detail()).startsWith("CN=leaf has expired, it was valid until ");
        now = now.minus(Duration.ofDays(100));
        assertThat(wrong().get(1).detail()).startsWith("CN=root is not valid before ");
    }

    @ParameterizedTest
    @CsvSource({"rw-r--r--, true", "rw-r-----, false"})
    void aKeyThatEverybodyMayReadIsDoubtful(String permissions, boolean doubtful) throws IOException {
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString(permissions));
        if (doubtful) {
            assertOne(wrong(), Grade.DOUBTFUL, "tls.key", key + " can be read by everybody on this machine: chmod o-r");
        } else {
            assertThat(wrong()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-----BEGIN ENCRYPTED PRIVATE KEY-----~AAAA~-----END ENCRYPTED PRIVATE KEY----- | the key is encrypted, allowed: ",
                "-----BEGIN EC PRIVATE KEY-----~AAAA~-----END EC PRIVATE KEY----- | a EC PRIVATE KEY, allowed: PRIVATE KEY; openssl",
                "none | no key in it, allowed: a block of BEGIN PRIVATE KEY",
            })
    void aKeyThatIsNone(String text, String why) throws IOException {
        Files.writeString(key, text.replace('~', '\n'));
        assertOne(wrong(), Grade.WRONG, "tls.key", why);
    }

    @Test
    void whatIsNotThereIsNamedEach() throws IOException {
        Files.delete(cert);
        Files.delete(key);
        clients = Optional.of(folder);
        assertThat(wrong())
                .extracting(Finding::detail)
                .containsExactly(
                        "tls.cert=" + cert + " cannot be read: there is no such file",
                        "tls.key=" + key + " cannot be read: there is no such file",
                        "tls.client.ca=" + folder + " cannot be read: a directory");
    }

    @Test
    void whoSignsClientsIsAnAuthority() throws IOException {
        clients = Optional.of(Files.writeString(folder.resolve("ca.pem"), root));
        assertThat(wrong()).isEmpty();
        assertThat(findings()).last().extracting(Finding::what).isEqualTo("tls.client.ca");

        Files.writeString(clients.get(), leaf);
        assertOne(wrong(), Grade.WRONG, "tls.client.ca", "CN=leaf is no authority (no CA by its basic constraints");
        Files.writeString(clients.get(), lone);
        assertOne(wrong(), Grade.DOUBTFUL, "tls.client.ca", "CN=lone is no authority: it stands for itself alone");
    }

    @Test
    void anOptionThatIsMissingIsNamed() {
        List<Finding> found = TlsReview.of(new TlsOptions(Optional.empty(), Optional.of(key), Optional.empty()), now);
        assertOne(found, Grade.WRONG, "options", "tls.cert is missing, tls.key and tls.client.ca need it");
    }

    @Test
    void aKeystoreIsLookedAtInTheSameWay() throws Exception {
        Keytool tool = new Keytool(folder.resolve("own.p12"), "PKCS12").key("own");
        now = Instant.now();
        Files.setPosixFilePermissions(tool.file(), PosixFilePermissions.fromString("rw-------"));
        Path password = Files.writeString(folder.resolve("password"), Keytool.PASSWORD + "\n");
        TlsOptions options = new TlsOptions(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(tool.file()), Optional.of(password));
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(TlsReview.of(options, now))
                .extracting(Finding::grade, Finding::what)
                .containsExactly(
                        tuple(Grade.DOUBTFUL, "tls.keystore.password"),
                        tuple(Grade.RIGHT, "tls.keystore"),
                        tuple(Grade.RIGHT, "tls.keystore"));

        Files.writeString(password, "wrong\n");
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
        assertOne(TlsReview.of(options, now), Grade.WRONG, "tls.keystore", "the password does not open it");
    }
}
