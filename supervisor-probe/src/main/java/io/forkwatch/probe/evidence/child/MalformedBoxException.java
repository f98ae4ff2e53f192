package io.forkwatch.probe.evidence.child;

import java.io.IOException;

/** A file in the marker is not what a JVM has written there. */
final class MalformedBoxException extends IOException {
    private static final long serialVersionUID = 1;

    MalformedBoxException(String what) {
        super(what);
    }
}
