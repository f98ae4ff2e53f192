package io.forkwatch.probe.publish.http.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Stands for a secret: SHA-256 of it. Of a token, which is long and random; a password would be found by trying. */
final class Digest {
    private final byte[] bytes;

    private Digest(byte[] bytes) {
        this.bytes = bytes;
    }

    static Digest of(String... parts) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                byte[] text = part.getBytes(StandardCharsets.UTF_8);
                sha.update((text.length + ":")
                        .getBytes(StandardCharsets.US_ASCII)); // So that parts are not one another's.
                sha.update(text);
            }
            return new Digest(sha.digest());
        } catch (NoSuchAlgorithmException otherJdk) {
            throw new IllegalStateException(otherJdk); // Every Java platform has it.
        }
    }

    /** In a time that does not depend on how much of it is the same. */
    boolean isSame(Digest other) {
        return MessageDigest.isEqual(bytes, other.bytes);
    }
}
