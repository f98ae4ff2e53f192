package io.forkwatch.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.e2e.harness.Jdk;
import io.forkwatch.e2e.harness.Launch;
import io.forkwatch.e2e.harness.OnEveryJdk;
import io.forkwatch.e2e.harness.Outcome;
import io.forkwatch.e2e.harness.Shipped;
import io.forkwatch.e2e.harness.Supervisor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;

/** An encrypted port out of a keystore, asked by {@code top}, and looked at by {@code doctor tls}. */
final class TlsIT {
    private static final Pattern URL = Pattern.compile("https://[^\\s\"]+");

    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @BeforeAll
    static void keystore() throws IOException {
        folder = Shipped.newDirectory("tls");
        Files.writeString(folder.resolve("password"), "changeit\n");
        Files.writeString(folder.resolve("tokens"), "0123456789abcdef\n");
        keytool(
                "-genkeypair",
                "-alias",
                "own",
                "-keyalg",
                "EC",
                "-dname",
                "CN=build1",
                "-ext",
                "SAN=dns:localhost,ip:127.0.0.1",
                "-validity",
                "30");
        keytool(
                "-exportcert",
                "-alias",
                "own",
                "-rfc",
                "-file",
                folder.resolve("ca.pem").toString());
        try (var files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            }
        }
    }

    private static void keytool(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), arguments[0]));
        command.addAll(List.of("-keystore", folder.resolve("own.p12").toString(), "-storepass", "changeit"));
        command.addAll(Arrays.asList(arguments).subList(1, arguments.length));
        try (Supervisor keytool = Supervisor.start(command, Map.of(), Shipped.newDirectory("keytool"))) {
            Outcome outcome = keytool.awaitEnd();
            assertThat(outcome.exitValue())
                    .as(outcome.stdout() + outcome.stderr())
                    .isZero();
        }
    }

    private static String options() {
        return "tls.keystore=" + folder.resolve("own.p12") + ",tls.keystore.password=" + folder.resolve("password");
    }

    private static Outcome forkwatch(Jdk jdk, String... arguments) {
        List<String> words = new ArrayList<>(List.of("-jar", Shipped.agentJar().toString()));
        words.addAll(List.of(arguments));
        return Launch.of(jdk, words.toArray(String[]::new)).run("forkwatch");
    }

    @OnEveryJdk
    void theTableComesOverTlsToWhoTrustsTheCertificate(Jdk jdk) {
        Launch launch = Launch.ofStories(jdk, "hold")
                .watched("port=0,auth.tokens=" + folder.resolve("tokens") + "," + options());
        try (Supervisor launcher = launch.start(Shipped.newDirectory("tls-port"))) {
            launcher.awaitStderr("https://");
            launcher.awaitStdout("waiting");
            Matcher url = URL.matcher(launcher.stderr());
            assertThat(url.find()).isTrue();
            String token = folder.resolve("tokens").toString();
            String ca = folder.resolve("ca.pem").toString();

            Outcome table = forkwatch(jdk, "top", url.group(), "--ca", ca, "--token-file", token);
            assertThat(table.stderr()).isEmpty();
            assertThat(table.exitValue()).isZero();
            assertThat(table.stdout()).contains(", pid " + launcher.pid() + ", up ");

            assertOneLine(
                    forkwatch(jdk, "top", url.group(), "--token-file", token), "; --ca FILE says whom to trust\n");
            assertOneLine(forkwatch(jdk, "top", url.group(), "--ca", ca), "who asks is not known there (401)");
            launcher.closeStdin();
            assertThat(launcher.awaitEnd().stderrLines()).hasSize(1);
        }
    }

    private static void assertOneLine(Outcome outcome, String text) {
        assertThat(outcome.exitValue()).isEqualTo(1);
        assertThat(outcome.stdout()).isEmpty();
        assertThat(outcome.stderr())
                .startsWith("forkwatch: top: https://")
                .contains(text)
                .containsOnlyOnce("\n");
    }

    @OnEveryJdk
    void theDoctorSaysWhetherThePortWillDo(Jdk jdk) throws IOException {
        Outcome right = forkwatch(jdk, "doctor", "tls", options());
        assertThat(right.stderr()).isEmpty();
        assertThat(right.stdout())
                .contains("  yes  tls.keystore  ", "CN=build1 is valid until ")
                .doesNotContain("  no ");
        assertThat(right.exitValue()).isZero();

        Path file = Files.writeString(
                Shipped.newDirectory("tls-options").resolve("options"),
                "tls.keystore=" + folder.resolve("own.p12") + "\ntls.keystore.password=" + folder.resolve("tokens")
                        + "\n");
        Outcome wrong = forkwatch(jdk, "doctor", "tls", "@" + file);
        assertThat(wrong.stdout()).contains("  no   tls.keystore  ", "the password does not open it");
        assertThat(wrong.exitValue()).isEqualTo(1);
    }
}
