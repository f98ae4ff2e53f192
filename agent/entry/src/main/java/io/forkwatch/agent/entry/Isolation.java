package io.forkwatch.agent.entry;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;

/** Keeps everything but this package away from the application: its classes live under {@code inst/} in the jar. */
final class Isolation {
    private static final String BRIDGE = "java.lang.ForkwatchBridge";

    private Isolation() {}

    /**
     * A loader over {@code inst/} whose parent is the platform loader: it sees the JDK and nothing of the application,
     * and the application sees nothing of it.
     */
    static ClassLoader loader() throws MalformedURLException {
        String self = AgentEntry.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toExternalForm();
        URL[] inst = {new URL("jar:" + self + "!/inst/")};
        return new URLClassLoader(inst, ClassLoader.getSystemClassLoader().getParent());
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
