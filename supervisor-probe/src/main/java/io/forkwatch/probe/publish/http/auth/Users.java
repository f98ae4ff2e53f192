package io.forkwatch.probe.publish.http.auth;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names and their hashes. The file is that of {@code htpasswd -B}; the block {@code basic_auth_users:} of a web
 * configuration file of Prometheus is one as well.
 *
 * @param hashes bcrypt hash by name
 */
record Users(Map<String, String> hashes) implements SecretFile.Known {
    /** Nobody. */
    static final Users NONE = new Users(Map.of());

    /** More than 15 takes seconds of the host's CPU for each check. */
    private static final Pattern LINE = Pattern.compile(
            "\\s*\"?([^:\\s\"]{1,255})\"?:\\s*\"?(\\$2[abxy]\\$(?:0[4-9]|1[0-4])\\$[./A-Za-z0-9]{53})\"?\\s*");

    Users {
        hashes = Map.copyOf(hashes);
    }

    static Users parse(String text) throws IOException {
        Map<String, String> hashes = new LinkedHashMap<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (!isBeside(line.strip())) {
                add(line, number, hashes);
            }
        }
        if (hashes.isEmpty()) {
            throw new IOException("no user in it, allowed: lines of NAME:HASH, as htpasswd -B writes them");
        }
        return new Users(hashes);
    }

    private static boolean isBeside(String line) {
        return line.isEmpty() || line.startsWith("#") || line.equals("basic_auth_users:") || line.equals("---");
    }

    private static void add(String line, int number, Map<String, String> hashes) throws IOException {
        Matcher user = LINE.matcher(line);
        if (!user.matches()) {
            throw new IOException(
                    "line " + number
                            + " is not NAME:HASH, allowed: bcrypt hashes ($2y$, $2b$, $2a$) of cost 4 to 14, as htpasswd -B writes them");
        }
        hashes.put(user.group(1), user.group(2));
    }

    @Override
    public String describe() {
        return hashes.size() + (hashes.size() == 1 ? " user" : " users");
    }

    Optional<String> hashOf(String name) {
        return Optional.ofNullable(hashes.get(name));
    }
}
