package io.forkwatch.probe.publish.http.tls;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

@Tag("fuzz")
class PemFuzzTest {
    private static PublicKey of;

    @BeforeAll
    static void aKey() throws NoSuchAlgorithmException {
        of = KeyPairGenerator.getInstance("EC").generateKeyPair().getPublic();
    }

    /** Whatever is in a file: an IOException, or what it says. */
    @FuzzTest
    void saysWhatIsWrongAndThrowsNothingElse(byte[] data) {
        String text = new String(data, StandardCharsets.ISO_8859_1);
        try {
            Pem.certificates(text);
            Pem.privateKey(text, of);
        } catch (IOException wrong) {
            return;
        }
    }
}
