package io.forkwatch.probe.publish.http.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;

@Tag("fuzz")
class SecretsFuzzTest {
    @FuzzTest
    void usersAreReadOrRefused(byte[] data) {
        try {
            assertThat(Users.parse(new String(data, StandardCharsets.UTF_8)).hashes())
                    .isNotEmpty();
        } catch (IOException wrong) {
            assertThat(wrong).hasMessageContaining("allowed: ");
        }
    }

    @FuzzTest
    void tokensAreReadOrRefused(byte[] data) {
        try {
            assertThat(Tokens.parse(new String(data, StandardCharsets.UTF_8)).digests())
                    .isNotEmpty();
        } catch (IOException wrong) {
            assertThat(wrong).hasMessageContaining("allowed: ");
        }
    }
}
