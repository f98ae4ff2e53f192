package io.forkwatch.probe.publish.http.auth;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Bearer tokens, as digests: they are compared in a time that says nothing of them.
 *
 * @param digests one for each
 */
record Tokens(List<Digest> digests) implements SecretFile.Known {
    /** None. */
    static final Tokens NONE = new Tokens(List.of());

    /** RFC 6750, 2.1: b64token. What is shorter is guessed. */
    private static final Pattern TOKEN = Pattern.compile("[-A-Za-z0-9._~+/]{16,1024}=*");

    Tokens {
        digests = List.copyOf(digests);
    }

    static Tokens parse(String text) throws IOException {
        List<String> lines = text.lines().map(String::strip).toList();
        for (int i = 0; i < lines.size(); i++) {
            if (isToken(lines.get(i)) && !TOKEN.matcher(lines.get(i)).matches()) {
                throw new IOException("line " + (i + 1)
                        + " is no bearer token, allowed: 16 to 1024 of A-Z a-z 0-9 - . _ ~ + / and = at the end");
            }
        }
        List<Digest> digests =
                lines.stream().filter(Tokens::isToken).map(Digest::of).toList();
        if (digests.isEmpty()) {
            throw new IOException("no token in it, allowed: one a line");
        }
        return new Tokens(digests);
    }

    private static boolean isToken(String line) {
        return !line.isEmpty() && !line.startsWith("#");
    }

    @Override
    public String describe() {
        return digests.size() + (digests.size() == 1 ? " token" : " tokens");
    }

    /** All are compared, whichever it is. */
    boolean has(String token) {
        Digest asked = Digest.of(token);
        boolean found = false;
        for (Digest digest : digests) {
            found |= digest.isSame(asked);
        }
        return found;
    }
}
