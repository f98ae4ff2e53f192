package io.forkwatch.probe.publish.http;

import java.io.IOException;
import java.io.Serial;

/** This JVM does not give us the HTTP server of its JDK. Trying again is pointless. */
final class NoHttpServerException extends IOException {
    @Serial
    private static final long serialVersionUID = 1;

    NoHttpServerException(Throwable cause) {
        super("this JVM has another HTTP server than the JDK's (" + cause + ")", cause);
    }
}
