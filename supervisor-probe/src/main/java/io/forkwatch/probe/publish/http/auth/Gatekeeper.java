package io.forkwatch.probe.publish.http.auth;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Says who may ask, by the header {@code Authorization} alone (RFC 9110, 11.6). Safe for any thread. */
public final class Gatekeeper {
    /** Longer than any name and password that a person or a program has. */
    private static final int MOST_CHARS = 2_048;

    private static final String BASIC = "basic ";
    private static final String BEARER = "bearer ";

    private final Consumer<String> notices;
    private final Optional<SecretFile<Users>> users;
    private final Optional<SecretFile<Tokens>> tokens;
    private final boolean health;
    private final PasswordCheck passwords;

    /** What becomes of a request. */
    public enum Decision {
        /** It is answered. */
        ALLOWED,
        /** It is not: who asks is nobody. */
        UNKNOWN,
        /** It may come again in a moment: too many wrong passwords came just now. */
        LATER
    }

    /**
     * One that lets everybody in who is named in the files. They are read at the first {@link #check}.
     *
     * @param nanos the monotonic clock
     * @param notices is told, in one line each, of a file that cannot be used, or that was read again
     */
    public Gatekeeper(AuthOptions options, LongSupplier nanos, Consumer<String> notices) {
        this.notices = notices;
        this.users = options.users().map(file -> new SecretFile<>("auth.users", file, Users.NONE, Users::parse));
        this.tokens = options.tokens().map(file -> new SecretFile<>("auth.tokens", file, Tokens.NONE, Tokens::parse));
        this.health = options.health();
        this.passwords = new PasswordCheck(nanos);
    }

    /** Reads files that have changed; to be called once a second, by one thread. */
    public void check() {
        users.flatMap(SecretFile::look).ifPresent(notices);
        tokens.flatMap(SecretFile::look).ifPresent(notices);
    }

    /**
     * Whether a request is answered.
     *
     * @param path of its target
     * @param authorization its headers of that name
     */
    public Decision decide(String path, List<String> authorization) {
        if (users.isEmpty() && tokens.isEmpty()) {
            return Decision.ALLOWED;
        }
        if (!health && path.equals("/healthz")) {
            return Decision.ALLOWED;
        }
        // Two of them are none: a proxy before us may have looked at the other.
        if (authorization.size() != 1 || authorization.get(0).length() > MOST_CHARS) {
            return Decision.UNKNOWN;
        }
        return decide(authorization.get(0).strip());
    }

    private Decision decide(String credentials) {
        if (users.isPresent() && startsWith(credentials, BASIC)) {
            return basic(users.get().content(), credentials.substring(BASIC.length()));
        }
        boolean token = tokens.isPresent()
                && startsWith(credentials, BEARER)
                && tokens.get()
                        .content()
                        .has(credentials.substring(BEARER.length()).strip());
        return token ? Decision.ALLOWED : Decision.UNKNOWN;
    }

    private static boolean startsWith(String credentials, String scheme) {
        return credentials.regionMatches(true, 0, scheme, 0, scheme.length());
    }

    private Decision basic(Users known, String encoded) {
        String pair;
        try {
            pair = new String(Base64.getDecoder().decode(encoded.strip()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException noBase64) {
            return Decision.UNKNOWN;
        }
        int colon = pair.indexOf(':');
        if (colon < 0 || known.hashes().isEmpty()) {
            return Decision.UNKNOWN;
        }
        Optional<Boolean> right = passwords.isRight(known, pair.substring(0, colon), pair.substring(colon + 1));
        return right.isEmpty() ? Decision.LATER : right.get() ? Decision.ALLOWED : Decision.UNKNOWN;
    }

    /** How one may say who one is: a header {@code WWW-Authenticate} for each scheme. */
    public List<String> challenges() {
        List<String> schemes = new ArrayList<>();
        if (users.isPresent()) {
            schemes.add("Basic realm=\"forkwatch\", charset=\"UTF-8\"");
        }
        if (tokens.isPresent()) {
            schemes.add("Bearer realm=\"forkwatch\"");
        }
        return schemes;
    }
}
