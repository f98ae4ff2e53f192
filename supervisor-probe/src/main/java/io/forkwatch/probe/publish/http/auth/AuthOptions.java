package io.forkwatch.probe.publish.http.auth;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Who may ask the port. Without a file, everybody who reaches it.
 *
 * @param users file of names and bcrypt hashes, as {@code htpasswd -B} writes it
 * @param tokens file of bearer tokens, one a line
 * @param health whether {@code /healthz} is asked for them too
 */
public record AuthOptions(Optional<Path> users, Optional<Path> tokens, boolean health) {
    /** Everybody may. */
    public static final AuthOptions NONE = new AuthOptions(Optional.empty(), Optional.empty(), true);

    /** Whether somebody is asked who they are. */
    public boolean wanted() {
        return users.isPresent() || tokens.isPresent();
    }
}
