package io.forkwatch.probe.publish.http;

import java.io.IOException;
import java.io.Serial;

/** The host to listen on cannot be resolved, or is not this machine. Trying again is pointless. */
final class UnusableHostException extends IOException {
    @Serial
    private static final long serialVersionUID = 1;

    UnusableHostException(String host, String reason) {
        super("host=" + host + " " + reason);
    }
}
