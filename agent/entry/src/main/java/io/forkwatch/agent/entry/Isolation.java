package io.forkwatch.agent.entry;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;

/** Keeps everything but this package away from the application: its classes live under {@code inst/} in the jar. */
final class Isolation {
    private static final String BRIDGE = "java.lang.ForkwatchBridge";

    private Isolation() {}

    /** The loader of everything but this package. */
    static ClassLoader loader() throws IOException, URISyntaxException {
        return new InstLoader(new File(AgentEntry.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI()));
    }

    /** True if a copy of Forkwatch is on in this JVM: its bridge is there. */
    static boolean isOn() {
        try {
            Class.forName(BRIDGE, false, null);
            return true;
        } catch (ClassNotFoundException notOn) {
            return false;
        }
    }
}
