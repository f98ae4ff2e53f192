package io.forkwatch.probe.publish.http.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkwatch.probe.OddFile;
import io.forkwatch.probe.publish.http.auth.Gatekeeper.Decision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatekeeperTest {
    private static final long SECOND = 1_000_000_000;

    /** As htpasswd -nbB -C 5 ops "open sesame" wrote it. */
    private static final String OPS = "ops:$2y$05$XORSRd9NquAiYuRKoIyZU.Q2cHMWFcb4cpNaA7/Gx6uxwMYAKrIkK";

    private static final String TOKEN = "0123456789abcdef";

    @TempDir
    private Path folder;

    private final AtomicLong nanos = new AtomicLong(7 * SECOND);
    private final List<String> said = new ArrayList<>();
    private long edits;
    private Path users;
    private Path tokens;

    @BeforeEach
    void files() throws IOException {
        users = Files.writeString(folder.resolve("users"), OPS + '\n');
        tokens = Files.writeString(folder.resolve("tokens"), "# of Prometheus\n\n" + TOKEN + "\n");
    }

    private Gatekeeper gatekeeper() {
        return gatekeeper(new AuthOptions(Optional.of(users), Optional.of(tokens), true));
    }

    private Gatekeeper gatekeeper(AuthOptions options) {
        Gatekeeper made = new Gatekeeper(options, nanos::get, said::add);
        made.check();
        return made;
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
    }

    private static Decision decide(Gatekeeper gatekeeper, String... authorization) {
        return gatekeeper.decide("/metrics", List.of(authorization));
    }

    private void rewrite(Gatekeeper gatekeeper, Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.fromMillis(++edits));
        gatekeeper.check();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic ", "basic ", "BASIC  "})
    void whoKnowsThePasswordMayAsk(String scheme) {
        String pair = Base64.getEncoder().encodeToString("ops:open sesame".getBytes(UTF_8));
        assertThat(decide(gatekeeper(), scheme + pair)).isEqualTo(Decision.ALLOWED);
    }

    /** So do htpasswd and Prometheus. */
    @Test
    void ofALongPasswordTheFirst72BytesCount() throws IOException {
        Gatekeeper gatekeeper = gatekeeper();
        rewrite(gatekeeper, users, "ops:$2y$04$abcdefghijklmnopqrstuubzadhGtS2zEF.gu0yd0opP6cVzb.e0i\n");
        assertThat(decide(gatekeeper, basic("ops:" + "x".repeat(100)))).isEqualTo(Decision.ALLOWED);
        assertThat(decide(gatekeeper, basic("ops:" + "x".repeat(71)))).isEqualTo(Decision.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer " + TOKEN, "bearer  " + TOKEN + " "})
    void whoHasTheTokenMayAsk(String header) {
        assertThat(decide(gatekeeper(), header)).isEqualTo(Decision.ALLOWED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Basic",
                "Basic ",
                "Basic !!!",
                "Basic b3Bz",
                "Basic Og==",
                "Bearer",
                "Bearer ",
                "Bearer 0123456789abcde",
                "Bearer 0123456789abcdeg",
                "Bearer # of Prometheus",
                "Digest username=ops",
                TOKEN,
            })
    void nobodyElseMay(String header) {
        assertThat(decide(gatekeeper(), header)).isEqualTo(Decision.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ops:",
                "ops:Open sesame",
                "ops:open sesame ",
                "op:open sesame",
                ":open sesame",
                "ops:ops:open sesame"
            })
    void noOtherPairIsRight(String pair) {
        assertThat(decide(gatekeeper(), basic(pair))).isEqualTo(Decision.UNKNOWN);
    }

    @Test
    void twoHeadersAreNoneAndNoneIsNobody() {
        Gatekeeper gatekeeper = gatekeeper();
        assertThat(decide(gatekeeper)).isEqualTo(Decision.UNKNOWN);
        assertThat(decide(gatekeeper, "Bearer " + TOKEN, "Bearer " + TOKEN)).isEqualTo(Decision.UNKNOWN);
        assertThat(decide(gatekeeper, "Bearer " + "a".repeat(5_000))).isEqualTo(Decision.UNKNOWN);
    }

    @Test
    void aSchemeThatNobodyAskedForIsNotOpen() {
        Gatekeeper onlyTokens = gatekeeper(new AuthOptions(Optional.empty(), Optional.of(tokens), true));
        assertThat(decide(onlyTokens, basic("ops:open sesame"))).isEqualTo(Decision.UNKNOWN);
        assertThat(onlyTokens.challenges()).containsExactly("Bearer realm=\"forkwatch\"");

        Gatekeeper onlyUsers = gatekeeper(new AuthOptions(Optional.of(users), Optional.empty(), true));
        assertThat(decide(onlyUsers, "Bearer " + TOKEN)).isEqualTo(Decision.UNKNOWN);
        assertThat(onlyUsers.challenges()).containsExactly("Basic realm=\"forkwatch\", charset=\"UTF-8\"");
    }

    @Test
    void afterAWrongPasswordNoneIsCheckedForAWhileButTheOneThatWasRightIsKnown() {
        AtomicLong busy = new AtomicLong();
        Gatekeeper gatekeeper = new Gatekeeper(
                new AuthOptions(Optional.of(users), Optional.empty(), true),
                () -> busy.addAndGet(SECOND / 10),
                said::add);
        gatekeeper.check();
        String right = basic("ops:open sesame");
        assertThat(decide(gatekeeper, right)).isEqualTo(Decision.ALLOWED);
        assertThat(decide(gatekeeper, basic("ops:wrong"))).isEqualTo(Decision.UNKNOWN);
        assertThat(decide(gatekeeper, basic("ops:wrong"))).isEqualTo(Decision.LATER);
        assertThat(decide(gatekeeper, right)).isEqualTo(Decision.ALLOWED);

        busy.addAndGet(10 * SECOND);
        assertThat(decide(gatekeeper, basic("ops:wrong"))).isEqualTo(Decision.UNKNOWN);
    }

    @Test
    void theFilesAreReadAgainWhenTheyChange() throws IOException {
        Gatekeeper gatekeeper = gatekeeper();
        assertThat(decide(gatekeeper, "Bearer " + TOKEN)).isEqualTo(Decision.ALLOWED);
        rewrite(gatekeeper, tokens, "fedcba9876543210\n");
        assertThat(decide(gatekeeper, "Bearer " + TOKEN)).isEqualTo(Decision.UNKNOWN);
        assertThat(decide(gatekeeper, "Bearer fedcba9876543210")).isEqualTo(Decision.ALLOWED);
        assertThat(said).containsExactly("auth.tokens=" + tokens + " was read again: 1 token");

        assertThat(decide(gatekeeper, basic("ops:open sesame"))).isEqualTo(Decision.ALLOWED);
        rewrite(gatekeeper, users, "dev:" + OPS.substring(OPS.indexOf(':') + 1) + '\n');
        assertThat(decide(gatekeeper, basic("ops:open sesame"))).isEqualTo(Decision.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short\n", "0123456789abcdef 2\n", "# none\n"})
    void aFileThatIsWrongChangesNothingAndOneLineSaysSo(String text) throws IOException {
        Gatekeeper gatekeeper = gatekeeper();
        rewrite(gatekeeper, tokens, text);
        gatekeeper.check();
        assertThat(decide(gatekeeper, "Bearer " + TOKEN)).isEqualTo(Decision.ALLOWED);
        assertThat(said).singleElement().asString().startsWith("auth.tokens=" + tokens + " cannot be used (");
        assertThat(said.get(0)).contains("allowed: ").doesNotContain("short", TOKEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ops",
                "ops:secret",
                "ops:{SHA}x",
                "ops:$2y$31$V7NFXrBXNPuaP6BN3oSGnOTXWd5gYLDPN5QhWhqx3qAcHxzb0wxTa",
                "ops:$apr1$abc$def",
            })
    void beforeAFileWasEverUnderstoodNobodyIsLetIn(String text) throws IOException {
        Files.writeString(users, text);
        Gatekeeper gatekeeper = gatekeeper(new AuthOptions(Optional.of(users), Optional.empty(), true));
        assertThat(decide(gatekeeper, basic("ops:open sesame"))).isEqualTo(Decision.UNKNOWN);
        assertThat(decide(gatekeeper, basic("ops:secret"))).isEqualTo(Decision.UNKNOWN);
        assertThat(said)
                .singleElement()
                .asString()
                .contains("auth.users=" + users)
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @EnumSource(OddFile.class)
    void aFileThatIsNoneLetsNobodyIn(OddFile odd) throws Exception {
        Path file = odd.make(folder.resolve("odd"));
        Gatekeeper gatekeeper = gatekeeper(new AuthOptions(Optional.empty(), Optional.of(file), true));
        assertThat(decide(gatekeeper, "Bearer " + TOKEN)).isEqualTo(Decision.UNKNOWN);
        assertThat(said).isNotEmpty().allMatch(line -> line.startsWith("auth.tokens=" + file + " cannot be used ("));
    }

    @Test
    void aFileThatIsRightAgainIsSaidToBe() throws IOException {
        Files.writeString(tokens, "short");
        Gatekeeper gatekeeper = gatekeeper();
        rewrite(gatekeeper, tokens, TOKEN + '\n' + TOKEN + "2\n");
        assertThat(said).hasSize(2).last().isEqualTo("auth.tokens=" + tokens + " was read again: 2 tokens");
    }

    @Test
    void aBlockOfPrometheusIsAFileOfUsers() throws IOException {
        String hash = OPS.substring(OPS.indexOf(':') + 1);
        Files.writeString(users, "basic_auth_users:\n  # of us\n  ops: " + hash + "\n  \"dev\": \"" + hash + "\"\n");
        Gatekeeper gatekeeper = gatekeeper();
        assertThat(decide(gatekeeper, basic("ops:open sesame"))).isEqualTo(Decision.ALLOWED);
        assertThat(decide(gatekeeper, basic("dev:open sesame"))).isEqualTo(Decision.ALLOWED);
    }

    @Test
    void withoutAFileEverybodyMayAsk() {
        assertThat(decide(gatekeeper(AuthOptions.NONE))).isEqualTo(Decision.ALLOWED);
    }
}
